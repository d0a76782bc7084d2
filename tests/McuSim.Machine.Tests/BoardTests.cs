using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Machine.Engine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class BoardTests
{
    public static TheoryData<string, MemoryRegion> BadRegions => new()
    {
        { "share a page", Region("second", MemoryKind.Sram, Ram + RamSize - 4, 0x1000) },
        { "share a page", Region("second", MemoryKind.Sram, 0x1000_1100 - 0x100, 0x100) with { Start = 0x1000_0FF0 } },
        { "alias of nothing", Region("alias", MemoryKind.Sram, 0x2200_0000, 0x400) with { AliasOf = "nothing" } },
        { "larger", Region("alias", MemoryKind.Sram, 0x2200_0000, RamSize * 2) with { AliasOf = "sram" } },
        { "covers the private peripheral bus", Region("bus", MemoryKind.Peripheral, 0xE000_0000, 0x1000) },
        { "covers the private peripheral bus", Region("memory", MemoryKind.Sram, 0xDFFF_0000, 0x2_0000) },
        { "overlaps region", Region("second", MemoryKind.Peripheral, 0x4FFF_0000, 0x2_0000) },
        { "multiple of 1024", Region("second", MemoryKind.Peripheral, 0x5000_0010, 0x400) },
        { "more than 512 MiB", Region("huge", MemoryKind.Sram, 0x8000_0000, 0x4000_0000) },
    };

    [Theory]
    [MemberData(nameof(BadRegions))]
    public void Regions_that_cannot_be_mapped_are_bad_input(string expected, MemoryRegion region)
    {
        var error = Assert.Throws<McuSimException>(() => new McuMachine(Board(CoreKind.CortexM4, region), Image(0xE7FE)));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Board test", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Every board that comes with McuSim can be mapped and runs from its code region with a stack in its stack region.</summary>
    [Fact]
    public void Every_board_runs()
    {
        Assert.NotEmpty(BoardCatalog.Names);
        foreach (string name in BoardCatalog.Names)
        {
            Board board = BoardCatalog.Load(name);
            MemoryRegion code = board.Region(board.Placement.Code), stack = board.Region(board.Placement.Stack);
            byte[] bytes = new byte[16];
            BitConverter.TryWriteBytes(bytes, stack.Start + stack.Size);
            BitConverter.TryWriteBytes(bytes.AsSpan(4), code.Start + 9);
            new byte[] { 0x2A, 0x20, 0x01, 0xB4, 0xFE, 0xE7 }.CopyTo(bytes, 8); // movs r0,#42; push {r0}; b .
            var image = new FirmwareImage("tiny.elf", [new Segment(code.Start, code.Start, bytes, 16)], [], 0, []);
            using var machine = new McuMachine(board, image);
            Assert.Equal(StopReason.ReachedAddress, machine.Run(code.Start + 12, Limit(10)));
            Assert.Equal(42, machine.Memory(stack.Start + stack.Size - 4, 4)[0]);
        }
    }

    [Fact]
    public void An_image_for_another_board_is_bad_input()
    {
        FirmwareImage image = Image(0xE7FE);
        var elsewhere = image with { Segments = [image.Segments[0] with { Address = 0x0040_0000, LoadAddress = 0x0040_0000 }] };
        Assert.Contains("test.elf stores bytes at 0x00400000", Error(elsewhere), StringComparison.Ordinal);
        Assert.Contains("no vector table", Error(image.With(Flash, 0, 0, 0, 0)), StringComparison.Ordinal);
        Assert.Contains("stores no bytes", Error(image with { Segments = [] }), StringComparison.Ordinal);
        static string Error(FirmwareImage image) => Assert.Throws<McuSimException>(() => new McuMachine(Board(), image)).Message;
    }

    [Fact]
    public void An_image_that_does_not_begin_at_the_start_of_flash_brings_its_own_vector_table()
    {
        FirmwareImage image = Image(0xE7FE);
        byte[] moved = new byte[0x110];
        BitConverter.TryWriteBytes(moved, StackTop - 0x100);
        BitConverter.TryWriteBytes(moved.AsSpan(4), Flash + 0x4101);
        BitConverter.TryWriteBytes(moved.AsSpan(0x100), (ushort)0xE7FE);
        using var machine = new McuMachine(Board(), image with { Segments = [new Segment(Flash + 0x4000, Flash + 0x4000, moved, (uint)moved.Length)] });
        Assert.Equal((StackTop - 0x100, Flash + 0x4100), (machine.ReadRegister(CoreRegister.Sp), machine.ReadRegister(CoreRegister.Pc)));
    }

    [Fact]
    public void A_missing_library_names_the_package()
    {
        var error = Assert.Throws<McuSimException>(() => UnicornLibrary.Open(["libno-such-unicorn.so.2"]));
        Assert.Equal(ExitCode.MissingPrerequisite, error.ExitCode);
        Assert.Contains("libno-such-unicorn.so.2", error.Message, StringComparison.Ordinal);
        Assert.Contains("install", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_machine_says_so()
    {
        var machine = new McuMachine(Board(), Image(0xE7FE));
        machine.Dispose();
        machine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => machine.Run(null, Limit(1)));
        Assert.Throws<ObjectDisposedException>(() => machine.Memory(Ram, 4).Length);
        Assert.Throws<ObjectDisposedException>(() => machine.ReadRegister(CoreRegister.Pc));
    }

    private static MemoryRegion Region(string name, MemoryKind kind, uint start, uint size) => new(name, kind, start, size, false, 0, 0, null);
}
