using McuSim.Boards;

namespace McuSim.Tests.Codegen;

/// <summary>A made-up board with any core.</summary>
internal static class TestBoards
{
    public static Board With(CoreKind core, uint flashBytes = 2 << 20, uint ramBytes = 512 << 10) => new(
        "test-board", "a made-up board",
        new(core, core switch { CoreKind.CortexM7 => FpuKind.Double, CoreKind.CortexM4 or CoreKind.CortexM33 => FpuKind.Single, _ => FpuKind.None }, 1),
        100_000_000,
        [
            new("flash", MemoryKind.Flash, 0x08000000, flashBytes, true, 0, 0, null),
            new("tcm", MemoryKind.DataTcm, 0x10000000, 64 << 10, false, 0, 0, null),
            new("ram", MemoryKind.Sram, 0x20000000, ramBytes, true, 0, 0, null),
        ],
        new(0, 64, 1, 0, false, null),
        core == CoreKind.CortexM7 ? new(16384, 32, 2) : null, core == CoreKind.CortexM7 ? new(16384, 32, 4) : null,
        new("flash", "tcm", [["tcm"], ["ram"]]), null, ["made up"], $"test-{core}-{flashBytes}-{ramBytes}");
}
