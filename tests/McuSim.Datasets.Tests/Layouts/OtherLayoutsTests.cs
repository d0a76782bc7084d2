using McuSim.Common;
using McuSim.Datasets;

namespace McuSim.Tests.Datasets.Layouts;

/// <summary>What newcomers bring that is no dataset of labelled inputs, and what they are told.</summary>
public class OtherLayoutsTests
{
    private static readonly DatasetOptions Three = new(new InputFormat([1, 2], InputType.Int8)) { Classes = 3 };

    [Theory]
    [InlineData("mnist.npz", "is a zip archive of arrays; unpack it")]
    [InlineData("instances_val2017.json", "holds annotations, not inputs; eval measures classification only")]
    [InlineData("data.tar", "is an archive; unpack it and give the folder")]
    [InlineData("train.tfrecord", "is of a kind that is not read; save its inputs and labels as X_test.npy and y_test.npy")]
    public void Files_of_other_kinds_are_named_with_a_remedy(string name, string remedy)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, "PK");
        Assert.StartsWith($"{path} {remedy}", Problem(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("annotations/a.json", "val2017/a.bin")]
    [InlineData("Annotations/a.xml", "JPEGImages/a.bin")]
    [InlineData("images/a.bin", "labels/a.txt")]
    public void Detection_datasets_are_recognised(string one, string other)
    {
        using var folder = new TemporaryFolder();
        folder.Write(one, "x");
        folder.Write(other, "x");
        Assert.Contains("looks like a dataset for detecting objects (COCO, VOC or YOLO); eval measures classification only", Problem(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_folders_of_folders_one_is_to_be_given()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train/cat/a.bin", 1, 2);
        folder.Write("test/cat/a.bin", 1, 2);
        Assert.EndsWith($"holds folders of folders (test, train); give the one with the class folders, such as {Path.Combine(folder.Path, "test")}.", Problem(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_class_folders_than_outputs_need_a_list_of_all_classes()
    {
        using var folder = new TemporaryFolder();
        folder.Write("cat/a.bin", 1, 2);
        folder.Write("dog/a.bin", 1, 2);
        Assert.Contains("has 2 classes (cat, dog), but the network tells 3 apart", Problem(folder.Path), StringComparison.Ordinal);
        folder.Write("classes.txt", "bird\ncat\ndog\n");
        Assert.Equal([1, 2], Dataset.Open(folder.Path, Three).Samples.Select(s => s.Label));
    }

    [Fact]
    public void A_folder_with_arrays_is_read_by_the_one_for_testing()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["X_train.npy", "y_train.npy", "X_test.npy", "y_test.npy"])
            folder.Write(name, RowsTests.Npy("|i1", name[0] == 'X' ? "(1, 2)" : "(1,)", name[0] == 'X' ? [4, 5] : [2]));
        Assert.Equal("X_test.npy#0", Assert.Single(Dataset.Open(folder.Path, Three).Samples).Name);
    }

    [Fact]
    public void A_file_may_hold_a_sequence_where_the_network_takes_one()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a_0.bin", 1, 2, 3, 4, 5, 6);
        folder.Write("b_1.npy", RowsTests.Npy("|i1", "(2, 1, 2)", [7, 8, 9, 10]));
        Dataset sequences = Dataset.Open(folder.Path, Three with { Sequences = true });
        Assert.Equal([1, 2, 3, 4, 5, 6], sequences.Samples[0].ReadSequence());
        Assert.Equal([7, 8, 9, 10], sequences.Samples[1].ReadSequence());
        Assert.Contains("has 6 bytes, but the input (int8 1x2) has 2", Problem(folder.Path), StringComparison.Ordinal);
    }

    private static string Problem(string path) => Assert.Throws<McuSimException>(() => Dataset.Open(path, Three)).Message;
}
