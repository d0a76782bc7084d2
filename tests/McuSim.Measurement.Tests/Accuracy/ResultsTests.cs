using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

/// <summary>What was done is kept, whatever happens; slices put together are the whole.</summary>
public sealed class ResultsTests : IDisposable
{
    private const int Inputs = 30;
    private readonly EvaluationBench bench = new(Inputs);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_cut_file_is_gone_on_with_to_the_same_bytes()
    {
        string path = bench.PathOf("whole.jsonl"), cut = bench.PathOf("cut.jsonl");
        Report whole = bench.Run(Native(path));
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 10, IndexOfLine(bytes, 1), IndexOfLine(bytes, 5) - 1, IndexOfLine(bytes, 9) + 7, bytes.Length - 1, bytes.Length])
        {
            File.WriteAllBytes(cut, bytes[..length]);

            Report resumed = bench.Run(Native(cut) with { Resume = true });

            Assert.Equal(bytes, File.ReadAllBytes(cut));
            Assert.Equal(whole.Accuracy!.OutputsCrc32, resumed.Accuracy!.OutputsCrc32);
            Assert.Equal(whole.Accuracy.Predictions, resumed.Accuracy.Predictions);
        }

        File.WriteAllBytes(cut, [.. bytes[..IndexOfLine(bytes, 9)], .. new byte[40], (byte)'\n']); // what a loss of power may leave
        bench.Run(Native(cut) with { Resume = true });
        Assert.Equal(bytes, File.ReadAllBytes(cut));
    }

    [Fact]
    public void A_file_of_something_else_is_not_gone_on_with()
    {
        string path = bench.PathOf("results.jsonl");
        bench.Run(Native(path));
        Assert.Contains("exists already", Message(Native(path)));
        Assert.Contains("fidelity (native, exact)", Message(Native(path) with { Resume = true, Fidelity = Fidelity.Exact }));
        Assert.Contains("another slice", Message(Native(path) with { Resume = true, Shard = new(1, 2) }));

        string[] lines = File.ReadAllLines(path);
        lines[4] = lines[4].Replace("\"position\":3", "\"position\":4");
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        Assert.Contains("line 5, is damaged", Message(Native(path) with { Resume = true }));

        File.WriteAllText(path, "{\"a\":1}\n");
        Assert.Contains("is no results file", Message(Native(path) with { Resume = true }));
        Assert.Contains("cannot be opened", Message(Native(bench.Folder) with { Resume = true }));

        File.WriteAllBytes(Path.Combine(bench.Data, "more_1.bin"), new byte[144]);
        bench.Run(Native(bench.PathOf("more.jsonl")));
        File.Delete(Path.Combine(bench.Data, "more_1.bin"));
        Assert.Contains("number of inputs (31, 30)", Message(Native(bench.PathOf("more.jsonl")) with { Resume = true }));
    }

    [Fact]
    public void Slices_are_joined_to_the_whole()
    {
        Report whole = bench.Run(new() { Workers = 2 });
        string[] parts = [.. Enumerable.Range(1, 4).Select(k => bench.PathOf($"part{k}.jsonl"))];
        for (int k = 1; k <= 4; k++) bench.Run(new() { ResultsPath = parts[k - 1], Shard = new(k, 4) });

        Report merged = Merge(parts[3], parts[0], parts[2], parts[1]);

        Assert.Equal(whole.Accuracy! with { Predictions = [], Classes = [], Confusion = [], Dataset = null }, merged.Accuracy! with { Predictions = [], Classes = [], Confusion = [], Dataset = null });
        Assert.Equal(whole.Accuracy.Predictions, merged.Accuracy.Predictions);
        Assert.Equal((whole.Time.Spread, whole.Time.Cycles, whole.Output.Crc32), (merged.Time.Spread, merged.Time.Cycles, merged.Output.Crc32));
        Assert.Null(merged.Accuracy.Dataset!.Slice);

        Assert.Contains("The inputs 7 to 14 of 30 are in none", MergeMessage(parts[0], parts[2], parts[3]));
        Assert.Contains("The inputs 22 to 29 of 30 are in none", MergeMessage(parts[0], parts[1], parts[2]));
        Assert.Contains("are already in", MergeMessage(parts[0], parts[1], parts[1], parts[2], parts[3]));
        byte[] third = File.ReadAllBytes(parts[2]);
        File.WriteAllBytes(parts[2], third[..IndexOfLine(third, 4)]);
        Assert.Contains("has only 3 of its 7 inputs", MergeMessage(parts));
        bench.Run(Native(parts[2] + "n") with { Shard = new(3, 4) });
        Assert.Contains("differ in the fidelity (board, native)", MergeMessage(parts[0], parts[1], parts[2] + "n", parts[3]));
    }

    [Fact]
    public void Damaged_inputs_are_named_counted_and_skipped_up_to_a_limit()
    {
        Directory.Delete(bench.Data, recursive: true);
        Directory.CreateDirectory(bench.Data);
        var random = new Random(2);
        for (int i = 0; i < 6; i++)
            File.WriteAllBytes(Path.Combine(bench.Data, $"p{i}_{i % 3}.pgm"), [.. "P5 12 12 255\n"u8, .. Enumerable.Range(0, 144).Select(_ => (byte)random.Next(256))]);
        File.WriteAllText(Path.Combine(bench.Data, "p2_2.pgm"), "P5 12 12 255\nshort");
        File.WriteAllText(Path.Combine(bench.Data, "p4_1.pgm"), "no image");
        string path = bench.PathOf("results.jsonl");

        Assert.Contains("p2_2.pgm", Message(Native(path)));
        string message = Message(Native(path) with { Resume = true, MaxBroken = 1 });
        Assert.Contains("p4_1.pgm", message);
        Assert.Contains("--max-broken", message);
        Report report = bench.Run(Native(path) with { Resume = true, MaxBroken = 2 });

        Assert.Equal((4, 2), (report.Accuracy!.Samples, report.Accuracy.Dataset!.Broken));
        Assert.Equal(["p2_2.pgm", "p4_1.pgm"], report.Accuracy.Dataset.BrokenFiles);
        Assert.Equal((-1, -1), (report.Accuracy.Predictions[2], report.Accuracy.Predictions[4]));
        Assert.True(report.Accuracy.Complete);
    }

    [Fact]
    public void A_full_disk_ends_with_a_sentence_and_what_was_done()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        Assert.Contains("No space left on device", Message(Native("/dev/full")));
    }

    [Fact]
    public void An_earlier_report_of_the_same_inputs_is_compared_with()
    {
        Report earlier = bench.Run(Native(null));
        Report report = bench.Run(Native(null) with { Earlier = earlier });

        ComparisonResult compared = report.Accuracy!.Comparison!;
        Assert.Equal((Inputs, earlier.Accuracy!.Correct, 0, 0, 1.0), (compared.Inputs, compared.BothRight, compared.OnlyThisRight, compared.OnlyEarlierRight, compared.PValue));
        Assert.Contains("is of other inputs", Message(Native(null) with { Earlier = earlier, Shard = new(1, 2) }));
    }

    [Fact]
    public void Parts_are_neighbours_and_cover_everything()
    {
        Assert.Equal([(0, 3), (3, 3), (6, 4)], Enumerable.Range(1, 3).Select(k => new Shard(k, 3).Slice(10)));
        Assert.Contains("cannot be divided", Assert.Throws<McuSimException>(() => new Shard(1, 11).Slice(10)).Message);
    }

    private static EvaluationOptions Native(string? path) => new() { Fidelity = Fidelity.Native, Workers = 2, Verified = 2, ResultsPath = path };

    private static int IndexOfLine(byte[] bytes, int line)
    {
        int at = 0;
        for (; line > 0; line--) at += Array.IndexOf(bytes, (byte)'\n', at) - at + 1;
        return at;
    }

    private string Message(EvaluationOptions options)
    {
        var e = Assert.Throws<McuSimException>(() => bench.Run(options));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        return e.Message;
    }

    private Report Merge(params string[] parts) => Assert.IsType<Report>(NetworkEvaluation.Merge(bench.Request, bench.Dataset, parts, new()));

    private string MergeMessage(params string[] parts) => Assert.Throws<McuSimException>(() => Merge(parts)).Message;
}
