using McuSim.Common;
using McuSim.Machine;
using McuSim.Machine.Tracing;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class TraceTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void What_is_read_is_what_was_executed()
    {
        Recorder recorder = Write();
        using var reader = new TraceReader(path);
        Assert.Equal(new TraceHeader("test", "test.elf", true), reader.Header);
        var read = new List<ExecutionEvent>();
        while (reader.Next() is { } next)
        {
            read.Add(next.Event);
            if (next.Event.Kind == ExecutionEventKind.Block)
                Assert.Equal((next.Event.Address, next.Event.Size), (next.Block!.Address, next.Block.Code.Length));
        }

        Assert.True(recorder.Events.Count > 1000);
        Assert.Equal(recorder.Events, read);
        Assert.Null(reader.Next());
    }

    [Fact]
    public void A_loop_takes_far_less_than_a_byte_an_event()
    {
        int events = Write().Events.Count;
        Assert.True(new FileInfo(path).Length < events / 4, $"{new FileInfo(path).Length} bytes for {events} events");
    }

    [Fact]
    public void A_trace_that_was_cut_off_is_refused_wherever_it_was_cut()
    {
        Write();
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 40))
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(ReadAll).ExitCode);
        }
    }

    [Fact]
    public void A_damaged_trace_is_read_or_refused_but_never_crashes()
    {
        Write();
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int i = 0; i < 3; i++) damaged[random.Next(9, damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            try
            {
                ReadAll();
            }
            catch (McuSimException e)
            {
                Assert.Equal(ExitCode.BadInput, e.ExitCode);
            }
        }
    }

    [Theory]
    [InlineData("no trace at all")]
    [InlineData("MCUTRACE\x7F and something")]
    public void Another_file_is_refused(string content)
    {
        File.WriteAllText(path, content);
        McuSimException e = Assert.Throws<McuSimException>(ReadAll);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    /// <summary>A loop that copies words downwards and calls SVC now and then.</summary>
    private Recorder Write()
    {
        // movs r2,#200; loop: ldr r3,[r0],#4; str r3,[r1,#-4]!; strb r2,[r0,#8]; svc 0; subs r2,#1; bne loop; b .
        FirmwareImage image = Image(0x22C8, 0xF850, 0x3B04, 0xF841, 0x3D04, 0x7202, 0xDF00, 0x3A01, 0xD1F7, 0xE7FE)
            .With(Flash + (4 * ExceptionNumbers.SupervisorCall), 0x0181, 0x0800).With(Code + 0x80, 0x4770);
        using var machine = new McuMachine(Board(), image);
        machine.WriteRegister(CoreRegister.R0, Ram + 0x100);
        machine.WriteRegister(CoreRegister.R1, Ram + 0x1000);
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        using (FileStream file = File.Create(path))
        using (var writer = new TraceWriter(file, machine, hasAccesses: true))
        {
            machine.Observers.Add(writer);
            machine.Run(Code + 0x12, new RunLimits(Instructions: 100_000));
            writer.Finish();
        }

        return recorder;
    }

    private void ReadAll()
    {
        using var reader = new TraceReader(path);
        while (reader.Next() is not null)
        {
            // only read
        }
    }

    private static class ExceptionNumbers
    {
        internal const int SupervisorCall = 11;
    }
}
