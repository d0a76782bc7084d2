using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Layouts;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Tests.Datasets;

/// <summary>ImageNet, Speech Commands and CIFAR-10 as they are unpacked, made small.</summary>
public class DownloadedLayoutTests
{
    private static readonly DatasetOptions Images = new(new([1, 8, 8, 3], InputType.Int8));
    private static readonly DatasetOptions Sounds = new(new([1, 16_000], InputType.Int8)) { Recipe = RecipeCatalog.Load("log-mel-40") };

    [Fact]
    public void Class_folders_named_by_synset_follow_the_list_of_synsets()
    {
        using var folder = new TemporaryFolder();
        folder.Write("val/n02000002/x.JPEG", 1);
        folder.Write("val/n01000001/y.JPEG", 1);
        Assert.Equal([("n01000001/y.JPEG", 0), ("n02000002/x.JPEG", 1)], Labels(Path.Combine(folder.Path, "val")));
        folder.Write("synsets.txt", "n02000002 goldfish, Carassius\nn03000003 cock\nn01000001 tench\n");
        Assert.Equal([("n01000001/y.JPEG", 2), ("n02000002/x.JPEG", 0)], Labels(Path.Combine(folder.Path, "val")));
        Assert.Equal(["goldfish", "cock", "tench"], Dataset.Open(Path.Combine(folder.Path, "val"), Images).ClassNames);
    }

    [Theory]
    [InlineData("imagenet_2012_validation_synset_labels.txt", "n02000002\nn01000001\n")]
    [InlineData("val.txt", "ILSVRC2012_val_00000002.JPEG 0\nILSVRC2012_val_00000001.JPEG 1\n")]
    [InlineData("LOC_val_solution.csv", "ImageId,PredictionString\nILSVRC2012_val_00000001,n02000002 1 2 3 4\nILSVRC2012_val_00000002,n01000001 5 6 7 8 \n")]
    public void Numbered_images_have_their_ground_truth_in_every_form(string file, string text)
    {
        using TemporaryFolder folder = Validation();
        folder.Write(file, text);
        Assert.Equal([("ILSVRC2012_val_00000001.JPEG", 1), ("ILSVRC2012_val_00000002.JPEG", 0)], Labels(Path.Combine(folder.Path, "val")));
    }

    [Fact]
    public void The_development_kits_numbers_need_their_meaning()
    {
        using TemporaryFolder folder = Validation();
        string truth = folder.Write("ILSVRC2012_validation_ground_truth.txt", "490\n361\n"), index = Path.Combine(folder.Path, "val.csv"), val = Path.Combine(folder.Path, "val");
        Assert.Contains("those of the development kit", Assert.Throws<McuSimException>(() => Dataset.Open(val, Images)).Message);
        string map = folder.Write("map_clsloc.txt", "n02000002 490 goldfish\nn01000001 361 tench\n");

        DatasetIndex.OfImageNet(val, new() { Labels = truth, Ids = map }, index);

        Assert.Equal([("ILSVRC2012_val_00000001.JPEG", 1), ("ILSVRC2012_val_00000002.JPEG", 0)], Labels(index));
        File.Delete(truth);
        Assert.Contains("no ground truth", Assert.Throws<McuSimException>(() => Dataset.Open(val, Images)).Message);
    }

    [Fact]
    public void Speech_commands_have_splits_other_words_and_silence()
    {
        using TemporaryFolder folder = Speech();
        string index = Path.Combine(folder.Path, "speech.csv");

        IReadOnlyList<(string Class, int Inputs)> classes = DatasetIndex.OfSpeechCommands(folder.Path, Twelve(), index);
        Assert.Equal(["_silence_:2", "_unknown_:2", "yes:2", "no:2", "up:2", "down:2", "left:2", "right:2", "on:2", "off:2", "stop:2", "go:2"], classes.Select(c => $"{c.Class}:{c.Inputs}"));
        Dataset twelve = Dataset.Open(index, Sounds with { Classes = 12 });
        Assert.Equal(24, twelve.Samples.Length);
        Assert.All(twelve.Samples.Where(s => s.LabelName == "_silence_"), s => Assert.StartsWith("_background_noise_/hum.wav#", s.Name));
        Assert.All(twelve.Samples.Where(s => s.LabelName is not ("_silence_" or "_unknown_")), s => Assert.Contains("_test_", s.Name));

        byte[] first = File.ReadAllBytes(index);
        DatasetIndex.OfSpeechCommands(folder.Path, Twelve(), index);
        Assert.Equal(first, File.ReadAllBytes(index));
        DatasetIndex.OfSpeechCommands(folder.Path, Twelve() with { Seed = 1 }, index);
        Assert.NotEqual(first, File.ReadAllBytes(index));

        Assert.Equal(24, DatasetIndex.OfSpeechCommands(folder.Path, new(), index).Sum(c => c.Inputs)); // every word
        Assert.Equal(12, DatasetIndex.OfSpeechCommands(folder.Path, new() { Split = SpeechSplit.Validation }, index).Sum(c => c.Inputs));
        Assert.Equal(48, DatasetIndex.OfSpeechCommands(folder.Path, new() { Split = SpeechSplit.All }, index).Sum(c => c.Inputs));
        Assert.Equal(["yes:2", "no:2"], DatasetIndex.OfSpeechCommands(folder.Path, new() { Words = ["yes", "no"] }, index).Select(c => $"{c.Class}:{c.Inputs}"));
        Assert.Contains("has no folder of the word maybe", Assert.Throws<McuSimException>(() => DatasetIndex.OfSpeechCommands(folder.Path, new() { Words = ["maybe"] }, index)).Message);
    }

    [Fact]
    public void The_folder_itself_is_a_dataset_of_the_recipes_classes()
    {
        using TemporaryFolder folder = Speech();
        Dataset dataset = Dataset.Open(folder.Path, new(new([1, 49, 10, 1], InputType.Int8)) { Classes = 12, Recipe = RecipeCatalog.Load("mlperf-kws") });
        Assert.Equal(["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "_silence_", "_unknown_"], dataset.ClassNames);
        Assert.Equal(24, dataset.Samples.Length);
    }

    [Fact]
    public void Cifar_10_is_read_from_its_binary_file()
    {
        using var folder = new TemporaryFolder();
        byte[] Record(byte label, byte red, byte green, byte blue) => [label, .. Enumerable.Repeat(red, 1024), .. Enumerable.Repeat(green, 1024), .. Enumerable.Repeat(blue, 1024)];
        folder.Write("test_batch.bin", [.. Record(3, 10, 20, 30), .. Record(1, 200, 100, 0)]);
        folder.Write("data_batch_1.bin", Record(0, 0, 0, 0));
        folder.Write("batches.meta.txt", "airplane\nautomobile\nbird\ncat\n\n");
        Dataset dataset = Dataset.Open(folder.Path, new(new([1, 32, 32, 3], InputType.UInt8)));
        Assert.Equal([("test_batch.bin#0", "cat"), ("test_batch.bin#1", "automobile")], dataset.Samples.Select(s => (s.Name, s.LabelName)));
        var pixels = new byte[3072];
        dataset.Samples[1].ReadInto(pixels);
        Assert.Equal([200, 100, 0, 200, 100, 0], pixels[..6]);
        folder.Write("test_batch.bin", 1, 2, 3);
        Assert.Contains("no records of 3073 bytes", Assert.Throws<BrokenInputException>(() => Dataset.Open(folder.Path, new(new([1, 32, 32, 3], InputType.UInt8)))).Message);
    }

    [Fact]
    public void Equal_names_and_labels_have_equal_hashes_wherever_they_lie()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();
        foreach (TemporaryFolder folder in (TemporaryFolder[])[one, other]) folder.Write("n01000001/y.JPEG", 1);
        string hash = Dataset.Open(one.Path, Images).Sha256;
        Assert.Equal(hash, Dataset.Open(other.Path, Images).Sha256);
        other.Write("n01000002/y.JPEG", 1);
        Assert.NotEqual(hash, Dataset.Open(other.Path, Images).Sha256);
    }

    private static SpeechCommandsOptions Twelve() => SpeechCommandsOptions.TwelveClasses;

    private static IEnumerable<(string, int)> Labels(string path) => Dataset.Open(path, Images).Samples.Select(s => (s.Name, s.Label));

    private static TemporaryFolder Validation()
    {
        var folder = new TemporaryFolder();
        folder.Write("val/ILSVRC2012_val_00000001.JPEG", 1);
        folder.Write("val/ILSVRC2012_val_00000002.JPEG", 1);
        return folder;
    }

    /// <summary>Twelve words of four clips, two for testing and one for validation, and three seconds of noise.</summary>
    private static TemporaryFolder Speech()
    {
        var folder = new TemporaryFolder();
        byte[] clip = TestWav.Encode(16_000, new short[16_000]);
        var testing = new List<string>();
        var validation = new List<string>();
        foreach (string word in (IEnumerable<string>)[.. SpeechCommandsOptions.TenWords, "cat", "tree"])
        {
            for (int i = 0; i < 2; i++)
            {
                testing.Add($"{word}/{i}_test_nohash_0.wav");
                folder.Write(testing[^1], clip);
            }

            validation.Add($"{word}/v_nohash_0.wav");
            folder.Write(validation[^1], clip);
            folder.Write($"{word}/t_nohash_0.wav", clip);
        }

        folder.Write("testing_list.txt", string.Join('\n', testing));
        folder.Write("validation_list.txt", string.Join('\n', validation));
        folder.Write("_background_noise_/hum.wav", TestWav.Encode(16_000, new short[48_000]));
        folder.Write("_background_noise_/README.md", "noise");
        return folder;
    }
}
