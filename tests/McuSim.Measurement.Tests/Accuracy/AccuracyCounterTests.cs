using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

public class AccuracyCounterTests
{
    [Fact]
    public void The_first_of_equal_largest_outputs_wins()
    {
        var counter = new AccuracyCounter(["a", "b", "c"]);
        counter.Add(0, [0.5f, 0.5f, 0f]);
        counter.Add(1, [0.5f, 0.5f, 0f]);

        AccuracyResult result = counter.Result("00000000", complete: true);

        Assert.Equal(1, result.Correct);
        Assert.Equal(0.5, result.Top1);
        Assert.Equal([1, 0, 0], result.Confusion[0]);
        Assert.Equal([1, 0, 0], result.Confusion[1]);
    }

    [Fact]
    public void Top_5_counts_labels_among_the_five_largest_and_ties_go_to_the_lower_class()
    {
        var counter = new AccuracyCounter(["0", "1", "2", "3", "4", "5", "6"]);
        counter.Add(4, [9, 8, 7, 6, 1, 1, 1]); // fifth: of three equal ones the first
        counter.Add(5, [9, 8, 7, 6, 1, 1, 1]); // sixth
        counter.Add(0, [9, 8, 7, 6, 1, 1, 1]);

        AccuracyResult result = counter.Result("00000000", complete: true);

        Assert.Equal(1, result.Correct);
        Assert.Equal(2, result.CorrectTop5);
    }

    [Fact]
    public void Five_classes_or_fewer_have_no_top_5()
    {
        var counter = new AccuracyCounter(["a", "b", "c", "d", "e"]);
        counter.Add(0, [1, 0, 0, 0, 0]);

        Assert.Null(counter.Result("00000000", complete: true).Top5);
    }

    [Fact]
    public void Classes_without_inputs_are_kept()
    {
        var counter = new AccuracyCounter(["a", "b"]);
        counter.Add(1, [0, 1]);

        AccuracyResult result = counter.Result("00000000", complete: false);

        Assert.Equal([new ClassAccuracy(0, "a", 0, 0), new ClassAccuracy(1, "b", 1, 1)], result.Classes);
        Assert.False(result.Complete);
    }
}
