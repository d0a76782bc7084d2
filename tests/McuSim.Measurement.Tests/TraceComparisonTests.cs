using McuSim.Boards;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

public sealed class TraceComparisonTests : IDisposable
{
    private const uint Flash = 0x0800_0000, Ram = 0x2000_0000;

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-trace").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Equal_runs_give_equal_files()
    {
        string first = Write("a", 0x2005), second = Write("b", 0x2005);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.True(TraceComparison.Find(first, second, accesses: true).AreEqual);
    }

    [Fact]
    public void The_first_other_access_is_found_with_its_block()
    {
        // The values differ at once, the addresses when one is used as an offset.
        TraceComparison found = TraceComparison.Find(Write("a", 0x2005), Write("b", 0x2006), accesses: false);
        Assert.Equal(0, found.Equal); // the code itself differs
        found = TraceComparison.Find(Write("a", 0x2005, value: 4), Write("b", 0x2005, value: 8), accesses: true);
        Assert.Equal((1L, 1), (found.Equal, found.Access));
        Assert.Equal((Ram + 4, Ram + 8), (found.First!.Accesses[1].Address, found.Second!.Accesses[1].Address));
        Assert.True(TraceComparison.Find(Path.Combine(folder, "a"), Path.Combine(folder, "b"), accesses: false).AreEqual);
    }

    [Fact]
    public void A_shorter_run_ends_first()
    {
        TraceComparison found = TraceComparison.Find(Write("a", 0x2005, instructions: 30), Write("b", 0x2005, instructions: 12), accesses: true);
        Assert.False(found.AreEqual);
        Assert.NotNull(found.First);
        Assert.Null(found.Second);
        Assert.Equal(found.First.Number, found.Equal);
    }

    [Fact]
    public void A_summary_counts_and_lists()
    {
        TraceSummary summary = TraceSummary.Read(Write("a", 0x2005, instructions: 4 + (5 * 4)), from: 1, count: 2, function: null);
        Assert.Equal((6L, 2, 5L, 5L, 0L), (summary.Blocks, summary.DistinctBlocks, summary.Reads, summary.Writes, summary.Exceptions));
        Assert.Equal([1L, 2L], summary.Steps.Select(s => s.Number));
    }

    /// <summary>Traces: movs r0,#n; movs r3,#0x20; lsls r3,r3,#24; b loop; loop: ldr r1,=value; str r0,[r3,r1]; adds r0,#1; b loop.</summary>
    private string Write(string name, ushort first, ushort value = 0, long instructions = 40)
    {
        string path = Path.Combine(folder, name);
        var flash = new byte[0x200];
        BitConverter.TryWriteBytes(flash, Ram + 0x1000);
        BitConverter.TryWriteBytes(flash.AsSpan(4), Flash + 0x101);
        ushort[] code = [first, 0x2320, 0x061B, 0xE7FF, 0x4902, 0x5058, 0x3001, 0xE7FB, 0xBF00, 0xBF00, value, 0];
        for (int i = 0; i < code.Length; i++) BitConverter.TryWriteBytes(flash.AsSpan(0x100 + (2 * i)), code[i]);
        string imagePath = Path.Combine(folder, "test.bin");
        File.WriteAllBytes(imagePath, flash);
        using FileStream file = File.Create(path);
        var image = new FirmwareImage(imagePath, [new Segment(Flash, Flash, flash, (uint)flash.Length)], [], Flash + 0x100, []);
        FirmwareMeasurement.Run(new FirmwareRequest(image, BoardCatalog.Load("nucleo-l4r5zi"), new RunLimits(Instructions: instructions)) { Trace = file });
        return path;
    }
}
