using System.Security.Cryptography;
using McuSim.Datasets;

namespace McuSim.Tests.Datasets;

/// <summary>The two real datasets, against the sums that belong to the golden outputs.</summary>
public class GoldenDatasetTests
{
    [Fact]
    public void Visual_wake_words_decode_to_the_golden_bytes()
    {
        string folder = SharedFolder.Require("data", "vww");
        string[] order = File.ReadAllLines(SharedFolder.Require("golden", "vww_96_int8", "order_vww.txt"));
        Dataset dataset = Dataset.Open(folder, new DatasetOptions(new InputFormat([1, 96, 96, 3], InputType.Int8, 1 / 255.0, -128)) { Classes = 2 });
        Assert.Equal(500, dataset.Samples.Length);
        Assert.Equal(["non_person", "person"], dataset.ClassNames);

        Dictionary<string, Sample> byName = dataset.Samples.ToDictionary(s => Path.GetFileName(s.Name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var input = new byte[96 * 96 * 3];
        foreach (string name in order.Where(n => n.Length > 0))
        {
            byName[name].ReadInto(input);
            hash.AppendData(input);
        }
        Assert.Equal("1a6f89f8751f533f60d3aeb5a5bb675c8b0f6957336ccaa5ce6fbabd9d9aaa31", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Keyword_tensors_have_the_labels_of_their_names()
    {
        string folder = SharedFolder.Require("data", "speech_commands_mfcc");
        Dataset dataset = Dataset.Open(folder, new DatasetOptions(new InputFormat([1, 49, 10, 1], InputType.Int8)) { Classes = 12 });
        Assert.Equal(1000, dataset.Samples.Length);
        Assert.Equal("Down Go Left No Off On Right Stop Up Yes Silence Unknown", string.Join(' ', dataset.ClassNames));
        Sample first = dataset.Samples[0];
        Assert.Equal(("tst_000000_Stop_7.bin", 7, "Stop"), (first.Name, first.Label, first.LabelName));
        var bytes = new byte[490];
        first.ReadInto(bytes);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, first.Name)), bytes);
    }
}
