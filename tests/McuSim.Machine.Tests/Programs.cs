using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Tests.Machine;

/// <summary>Small boards and hand-assembled programs.</summary>
internal static class Programs
{
    internal const uint Flash = 0x0800_0000, Ram = 0x2000_0000, RamSize = 0x1_0000, Code = Flash + 0x100, StackTop = Ram + 0x8000;

    /// <summary>An address in the middle of the program at which runs may stop: two NOPs and a branch to itself.</summary>
    internal const uint End = Flash + 0x2000;

    private const uint FpuCode = End - 0x20;

    internal static Board Board(CoreKind core = CoreKind.CortexM4, params MemoryRegion[] more) => new(
        "test", "Test board", new CoreDescription(core, FpuKind.Single, 1), 100_000_000,
        [
            new MemoryRegion("flash", MemoryKind.Flash, Flash, 0x1_0000, true, 0, 0, null),
            new MemoryRegion("sram", MemoryKind.Sram, Ram, RamSize, true, 0, 0, null),
            new MemoryRegion("ccm", MemoryKind.DataTcm, 0x1000_0000, 0x1000, false, 0, 0, null),
            new MemoryRegion("sram_alias", MemoryKind.Sram, 0x3000_0000, RamSize, true, 0, 0, "sram"),
            new MemoryRegion("peripherals", MemoryKind.Peripheral, 0x4000_0000, 0x1000_0000, false, 0, 0, null),
            .. more,
        ],
        new FlashInterface(0, 64, 1, 0, false, null), new Cache(16384, 32, 2), new Cache(32768, 32, 4),
        new Placement("flash", "sram", [["sram"]]), null, [], "");

    /// <summary>Lets the program switch the FPU on through CPACR. Changes R6 and R7.</summary>
    internal static McuMachine WithFpu(this McuMachine machine)
    {
        uint pc = machine.ReadRegister(CoreRegister.Pc);
        machine.WriteRegister(CoreRegister.Pc, FpuCode);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, RunLimits.None));
        machine.WriteRegister(CoreRegister.Pc, pc);
        return machine;
    }

    /// <summary>An image whose reset handler is <paramref name="code"/>; the program ends by a branch to <see cref="End"/>.</summary>
    internal static FirmwareImage Image(params ushort[] code) => Image([], code);

    /// <summary>An image with symbols.</summary>
    internal static FirmwareImage Image(Symbol[] symbols, params ushort[] code)
    {
        byte[] flash = new byte[End - Flash + 8];
        flash.AsSpan().Fill(0xFF);
        BitConverter.TryWriteBytes(flash, StackTop);
        BitConverter.TryWriteBytes(flash.AsSpan(4), Code | 1);
        Put(flash, Code, code);
        Put(flash, End, 0xBF00, 0xBF00, 0xE7FE);
        // ldr r7,=0xE000ED88; mov.w r6,#0xF00000; str r6,[r7]; b end
        Put(flash, FpuCode, 0x4F03, 0xF44F, 0x0670, 0x603E);
        Put(flash, FpuCode + 8, BranchToEnd(FpuCode + 8));
        Put(flash, FpuCode + 16, 0xED88, 0xE000);
        return new FirmwareImage("test.elf", [new Segment(Flash, Flash, flash, (uint)flash.Length)], [.. symbols], Code, []);
    }

    /// <summary>Puts more code into an image.</summary>
    internal static FirmwareImage With(this FirmwareImage image, uint address, params ushort[] code)
    {
        byte[] flash = image.Segments[0].Data.ToArray();
        Put(flash, address, code);
        return image with { Segments = [image.Segments[0] with { Data = flash }, .. image.Segments[1..]] };
    }

    /// <summary>B.W from <paramref name="from"/> to <see cref="End"/> (encoding T4).</summary>
    internal static ushort[] BranchToEnd(uint from) => Branch(from, End);

    /// <summary>B.W (encoding T4).</summary>
    internal static ushort[] Branch(uint from, uint to)
    {
        int offset = (int)(to - from - 4);
        int sign = offset < 0 ? 1 : 0;
        int j1 = 1 ^ (((offset >> 23) & 1) ^ sign), j2 = 1 ^ (((offset >> 22) & 1) ^ sign);
        return [(ushort)(0xF000 | (sign << 10) | ((offset >> 12) & 0x3FF)), (ushort)(0x9000 | (j1 << 13) | (j2 << 11) | ((offset >> 1) & 0x7FF))];
    }

    /// <summary>Code that ends by going to <see cref="End"/>.</summary>
    internal static ushort[] ToEnd(params ushort[] code) => [.. code, .. BranchToEnd(Code + (2 * (uint)code.Length))];

    internal static RunLimits Limit(long instructions) => new(Instructions: instructions);

    private static void Put(byte[] flash, uint address, params ushort[] code)
    {
        for (int i = 0; i < code.Length; i++)
            BitConverter.TryWriteBytes(flash.AsSpan((int)(address - Flash) + (2 * i)), code[i]);
    }
}

/// <summary>Keeps every event.</summary>
internal sealed class Recorder : IExecutionObserver
{
    internal List<ExecutionEvent> Events { get; } = [];

    public void Observe(ReadOnlySpan<ulong> events)
    {
        foreach (ulong bits in events)
            Events.Add(new ExecutionEvent(bits));
    }

    /// <summary>The events as text: B, R or W, address, size.</summary>
    internal string[] Text => [.. Events.Select(e => $"{e.Kind.ToString()[0]} {e.Address:X8} {e.Size}")];
}
