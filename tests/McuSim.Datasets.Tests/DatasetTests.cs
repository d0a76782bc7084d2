using McuSim.Common;
using McuSim.Datasets;

namespace McuSim.Tests.Datasets;

public class DatasetTests
{
    private static readonly DatasetOptions Four = new(new InputFormat([1, 4], InputType.Int8));

    [Fact]
    public void Samples_come_in_ordinal_order_whatever_order_they_were_made_in()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["b_x_1.bin", "a_x_1.bin", "B_x_1.bin", "a10_x_1.bin", "a9_x_1.bin"])
            folder.Write(name, 1, 2, 3, 4);
        Dataset dataset = Dataset.Open(folder.Path, Four);
        Assert.Equal(["B_x_1.bin", "a10_x_1.bin", "a9_x_1.bin", "a_x_1.bin", "b_x_1.bin"], dataset.Samples.Select(s => s.Name));
        Assert.Equal(["0", "x"], dataset.ClassNames);
    }

    [Fact]
    public void A_sample_reads_its_bytes()
    {
        using var folder = new TemporaryFolder();
        folder.Write("s_3.bin", 0x80, 0xFF, 0, 0x7F);
        Dataset dataset = Dataset.Open(folder.Path, Four);
        var bytes = new byte[4];
        dataset.Samples[0].ReadInto(bytes);
        Assert.Equal([0x80, 0xFF, 0, 0x7F], bytes);
        Assert.Throws<ArgumentException>(() => dataset.Samples[0].ReadInto(new byte[5]));
    }

    [Fact]
    public void Numbers_name_the_classes_where_file_names_disagree()
    {
        using var folder = new TemporaryFolder();
        folder.Write("cat_0.bin", 1, 2, 3, 4);
        folder.Write("dog_1.bin", 1, 2, 3, 4);
        folder.Write("cow_1.bin", 1, 2, 3, 4);
        Assert.Equal(["0", "1"], Dataset.Open(folder.Path, Four).ClassNames);
    }

    [Fact]
    public void Class_folders_are_numbered_in_order_of_their_names()
    {
        using var folder = new TemporaryFolder();
        folder.Write("person/1.bin", 1, 2, 3, 4);
        folder.Write("non_person/2.bin", 1, 2, 3, 4);
        folder.Write("README.md", "a document");
        folder.Write(".hidden/3.gif", 1);
        Dataset dataset = Dataset.Open(folder.Path, Four with { Classes = 2 });
        Assert.Equal([("non_person/2.bin", 0, "non_person"), ("person/1.bin", 1, "person")], dataset.Samples.Select(s => (s.Name, s.Label, s.LabelName)));
        Assert.Equal(["non_person", "person"], dataset.ClassNames);
    }

    [Fact]
    public void Class_folders_that_are_numbers_are_their_labels()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i <= 10; i++)
            folder.Write($"{i}/x.bin", 1, 2, 3, 4);
        Assert.All(Dataset.Open(folder.Path, Four).Samples, s => Assert.Equal($"{s.Label}/x.bin", s.Name));
    }

    [Fact]
    public void A_class_list_gives_the_order_of_the_outputs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("yes/1.bin", 1, 2, 3, 4);
        folder.Write("no/2.bin", 1, 2, 3, 4);
        folder.Write("classes.txt", "# outputs\nyes\nsilence\nno\n");
        Dataset dataset = Dataset.Open(folder.Path, Four);
        Assert.Equal([("no/2.bin", 2), ("yes/1.bin", 0)], dataset.Samples.Select(s => (s.Name, s.Label)));
        Assert.Equal(["yes", "silence", "no"], dataset.ClassNames);
        folder.Write("maybe/3.bin", 1, 2, 3, 4);
        Assert.Contains("maybe is no class of", Message(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file,label\na.bin,1\nsub/b.bin,0\n", "1", "0", null)]
    [InlineData("a.bin;1\r\nsub\\b.bin;0\r\n", "1", "0", null)]
    [InlineData("a.bin yes\nsub/b.bin no\n", "yes", "no", null)]
    [InlineData("a.bin,yes\nsub/b.bin,no\n", "yes", "no", "no\nyes\n")]
    public void A_labels_file_names_the_samples(string text, string nameOfA, string nameOfB, string? classes)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.bin", 1, 2, 3, 4);
        folder.Write("sub/b.bin", 1, 2, 3, 4);
        folder.Write("labels.csv", text);
        if (classes is not null)
            folder.Write("classes.txt", classes);
        Dataset dataset = Dataset.Open(folder.Path, Four);
        Assert.Equal([("a.bin", 1, nameOfA), ("sub/b.bin", 0, nameOfB)], dataset.Samples.Select(s => (s.Name, s.Label, s.LabelName)));
    }

    [Fact]
    public void A_limit_takes_samples_from_all_over_the_dataset()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 10; i++)
            folder.Write($"{i}_{i / 5}.bin", 1, 2, 3, 4);
        Dataset dataset = Dataset.Open(folder.Path, Four with { Limit = 4 });
        Assert.Equal(["0_0.bin", "2_0.bin", "5_1.bin", "7_1.bin"], dataset.Samples.Select(s => s.Name));
        Assert.Equal(10, dataset.Available);
        Assert.Equal(10, Dataset.Open(folder.Path, Four with { Limit = 99 }).Samples.Length);
    }

    [Theory]
    [InlineData("a_1.bin", "12345", "has 5 bytes, but the input (int8 1x4) has 4")]
    [InlineData("a_3.bin", "1234", "has the label 3 (a), but the network's output has 3 classes, 0 to 2")]
    [InlineData("a_1234567890.bin", "1234", "has no label")]
    [InlineData("a_999999999.bin", "1234", "has the label 999999999")]
    [InlineData("a.bin", "1234", "has no label; name it NAME_LABEL.bin")]
    [InlineData("a_1.gif", "1234", "is not a raw tensor (.bin, .npy), an image")]
    [InlineData("readme.txt", "1234", "holds no samples")]
    [InlineData("labels.csv", "a.bin\n", "line 1: expected a file and its label")]
    [InlineData("labels.csv", "# none\n", "lists no samples")]
    [InlineData("labels.csv", "\na.bin,1\n", "line 2: there is no file a.bin")]
    [InlineData("classes.txt", "a\na\n", "names the class a twice")]
    public void What_is_wrong_with_a_folder_is_said_in_one_sentence(string file, string contents, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, contents);
        string message = Message(folder);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Samples_beside_class_folders_are_ambiguous()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a_1.bin", 1, 2, 3, 4);
        folder.Write("class/b.bin", 1, 2, 3, 4);
        Assert.Contains("beside class folders", Message(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_and_a_bad_limit_are_errors()
    {
        Assert.Contains("There is no folder or file", Assert.Throws<McuSimException>(() => Dataset.Open("no/such/folder", Four)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1", Assert.Throws<McuSimException>(() => Dataset.Open(".", Four with { Limit = 0 })).Message, StringComparison.Ordinal);
    }

    private static string Message(TemporaryFolder folder)
    {
        McuSimException e = Assert.Throws<McuSimException>(() => Dataset.Open(folder.Path, Four with { Classes = 3 }));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        return e.Message;
    }
}
