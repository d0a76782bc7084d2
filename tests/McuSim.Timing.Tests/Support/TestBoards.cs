using McuSim.Boards;

namespace McuSim.Tests.Timing;

/// <summary>Boards for tests, with round numbers.</summary>
internal static class TestBoards
{
    public const uint Itcm = 0x0000_0000, Ccm = 0x1000_0000, Flash = 0x0800_0000, Sram = 0x2000_0000, Sram2 = 0x2001_0000;
    public const uint Dtcm = 0x2000_0000, AxiSram = 0x2400_0000;

    /// <summary>An in-order core with code and data in memory without wait states: what the TRM's tables assume.</summary>
    public static Board ZeroWait(CoreKind core) => Make(core, new FlashInterface(0, 128, 1, 0, false, null), null, null,
    [
        new MemoryRegion("flash", MemoryKind.Flash, Flash, 0x10_0000, true, 0, 0, null),
        new MemoryRegion("sram1", MemoryKind.Sram, Sram, 0x1_0000, true, 0, 0, null),
        new MemoryRegion("sram2", MemoryKind.Sram, Sram2, 0x1_0000, true, 0, 0, null),
        new MemoryRegion("ccm", MemoryKind.Sram, Ccm, 0x1_0000, false, 0, 0, null),
    ]);

    /// <summary>A Cortex-M4 with 5 wait states and 64-bit reads behind an accelerator of 32-byte lines.</summary>
    public static Board Accelerated(bool prefetch = false, int instructionLines = 4, int dataLines = 2, int widthBits = 64, FlashAccelerator? accelerator = null) => Make(
        CoreKind.CortexM4, new FlashInterface(5, widthBits, 1, 0, prefetch, accelerator ?? new FlashAccelerator(32, instructionLines, dataLines)), null, null,
    [
        new MemoryRegion("boot", MemoryKind.Flash, 0, 0x10_0000, true, 0, 0, "flash"),
        new MemoryRegion("flash", MemoryKind.Flash, Flash, 0x10_0000, true, 0, 0, null),
        new MemoryRegion("sram1", MemoryKind.Sram, Sram, 0x1_0000, true, 0, 0, null),
        new MemoryRegion("slow", MemoryKind.Sram, 0x6000_0000, 0x1_0000, true, 3, 0, null),
    ]);

    /// <summary>A Cortex-M7 with TCMs, cached flash (line fill 12) and cached SRAM (line fill 6).</summary>
    public static Board Cached(bool instructionCache = true, bool dataCache = true) => Make(
        CoreKind.CortexM7, new FlashInterface(7, 256, 1, 12, false, null),
        instructionCache ? new Cache(4096, 32, 2) : null, dataCache ? new Cache(4096, 32, 4) : null,
    [
        new MemoryRegion("itcm", MemoryKind.InstructionTcm, Itcm, 0x1_0000, true, 0, 0, null),
        new MemoryRegion("flash", MemoryKind.Flash, Flash, 0x10_0000, true, 0, 0, null),
        new MemoryRegion("dtcm", MemoryKind.DataTcm, Dtcm, 0x1_0000, true, 0, 0, null),
        new MemoryRegion("axisram", MemoryKind.Sram, AxiSram, 0x1_0000, true, 0, 6, null),
        new MemoryRegion("peripherals", MemoryKind.Peripheral, 0x4000_0000, 0x2000_0000, false, 0, 0, null),
    ]);

    private static Board Make(
        CoreKind core, FlashInterface flash, Cache? instructionCache, Cache? dataCache, MemoryRegion[] regions) => new(
        "test", "Test board", new CoreDescription(core, FpuKind.Double, 1), 100_000_000, [.. regions.OrderBy(r => r.Start)], flash,
        instructionCache, dataCache, new Placement("flash", "sram1", []), null, [], "");
}
