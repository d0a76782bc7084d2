using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

/// <summary>Statistics against values worked out by hand; the ends of Wilson's interval as the roots of (p - k/n)^2 = z^2 p (1 - p) / n, found by bisection.</summary>
public class StatisticsTests
{
    [Theory]
    [InlineData(8, 10, 0.490162, 0.943318)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(901, 1000, 0.880926, 0.918005)]
    public void The_interval_is_Wilsons(int hits, int tries, double low, double high) =>
        Assert.Equal(new ConfidenceInterval(low, high), ConfidenceInterval.Wilson(hits, tries));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(1, 9, 0.021484)] // 2 (1 + 10) / 1024
    [InlineData(0, 5, 0.0625)] // 2 / 32
    [InlineData(9, 1, 0.021484)]
    public void McNemars_test_is_exact(int one, int other, double expected) => Assert.Equal(expected, ComparisonResult.PValueOf(one, other), 6);

    [Fact]
    public void McNemars_test_bears_many_inputs()
    {
        Assert.InRange(ComparisonResult.PValueOf(20_000, 20_000), 0.99, 1);
        Assert.InRange(ComparisonResult.PValueOf(10_000, 10_400), 0.004, 0.006); // normal: z = 400 / sqrt(20400) = 2.80, p = 0.0051
    }

    [Fact]
    public void The_area_under_the_curve_counts_pairs_and_halves_of_ties()
    {
        var counter = new TwoClassCounter();
        counter.Add(0, [0, 0.1f]);
        counter.Add(0, [0, 0.4f]);
        counter.Add(1, [0, 0.4f]);
        counter.Add(1, [0, 0.8f]);
        counter.Add(1, [0.5f, 0]);

        TwoClassResult result = counter.Result("person");

        // Of 3 x 2 pairs: 0.4 beats 0.1 and ties with 0.4, 0.8 beats both, -0.5 none.
        Assert.Equal(Math.Round(3.5 / 6, 6), result.Auc);
        Assert.Equal((0.5, Math.Round(2 / 3.0, 6), Math.Round(4 / 7.0, 6)), (result.Precision, result.Recall, result.F1));
    }

    [Fact]
    public void One_class_alone_has_no_area()
    {
        var counter = new TwoClassCounter();
        counter.Add(0, [1, 0]);
        Assert.Equal(new TwoClassResult("x", null, null, null, null), counter.Result("x"));
    }

    [Fact]
    public void Outputs_are_compared_with_a_reference()
    {
        var counter = new ReferenceCounter();
        counter.Add([1, 0], [1, 0]);
        counter.Add([3, 4], [4, 3]);

        ReferenceResult result = counter.Result("float.npy");

        Assert.Equal(new ReferenceResult("float.npy", 2, 1, Math.Round(Math.Sqrt(2 / 4.0), 6), 1, 0.98, 0.96, 1), result);
    }
}
