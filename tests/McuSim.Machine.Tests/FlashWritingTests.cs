using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class FlashWritingTests
{
    private const uint Registers = 0x4002_3C00, Function = Flash + 0x1000;

    // bl Function; mov r6,r7; str r1,[r0,#4]; str r2,[r0,#4] (keys); str r3,[r0,#0x10] (CR); strh r5,[r4]; bl Function
    private static readonly FirmwareImage Program = Image(ToEnd([.. Call(Code), 0x463E, 0x6041, 0x6042, 0x6103, 0x8025, .. Call(Code + 14)])).With(Function, 0x2701, 0x4770); // movs r7,#1; bx lr

    [Fact]
    public void A_program_that_unlocks_the_flash_changes_its_own_code()
    {
        using McuMachine machine = Start(0x4567_0123, 0xCDEF_89AB);
        using MachineSnapshot before = machine.Capture();
        machine.Run(End, Limit(100));
        Assert.Equal((1u, 0u), (machine.ReadRegister(CoreRegister.R6), machine.ReadRegister(CoreRegister.R7)));
        Assert.Equal(0x2700, Stored(machine));

        machine.Reset(); // the flash keeps it
        machine.Run(End, Limit(2));
        Assert.Equal(0x2700, Stored(machine));
        machine.Restore(before); // a snapshot does not
        Assert.Equal(0x2701, Stored(machine));
        machine.Run(End, Limit(100));
        Assert.Equal((1u, 0u), (machine.ReadRegister(CoreRegister.R6), machine.ReadRegister(CoreRegister.R7)));
    }

    [Fact]
    public void Stores_to_a_locked_flash_are_faults()
    {
        using McuMachine machine = Start(0x4567_0123, 0xCDEF_89AA);
        Assert.Equal(FaultKind.WriteToReadOnly, Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100))).Fault.Kind);
    }

    [Theory]
    [InlineData("nucleo-f446re", 0x04u, 0x10u, 16, (1u << 1) | (2u << 3), 0x8000u, 0x4000u)] // sector 2: the third of 16 KB
    [InlineData("nucleo-f446re", 0x04u, 0x10u, 16, (1u << 1) | (6u << 3), 0x40000u, 0x20000u)]
    [InlineData("nucleo-l476rg", 0x08u, 0x14u, 16, (1u << 1) | (3u << 3), 0x1800u, 0x800u)]
    [InlineData("nucleo-l476rg", 0x08u, 0x14u, 16, (1u << 1) | (3u << 3) | (1u << 11), 0x81800u, 0x800u)]
    [InlineData("nucleo-u575zi", 0x08u, 0x28u, 16, (1u << 1) | (3u << 3), 0x6000u, 0x2000u)]
    [InlineData("stm32h743", 0x104u, 0x10Cu, 7, (1u << 2) | (1u << 8), 0x120000u, 0x20000u)]
    [InlineData("bluepill", 0x04u, 0x10u, 6, 1u << 1, 0x1400u, 0x400u)] // the page's address is in AR
    public void Each_family_erases_the_page_that_was_asked_for(string board, uint keys, uint control, int begin, uint erase, uint start, uint size)
    {
        Board on = BoardCatalog.Load(board);
        uint registers = on.Chip!.Peripherals.Single(p => p.Name == "FLASH").Start;
        byte[] stored = new byte[on.Regions.Single(r => r.Name == "flash").Size];
        BitConverter.TryWriteBytes(stored, on.Region(on.Placement.Stack).Start + 0x1000);
        BitConverter.TryWriteBytes(stored.AsSpan(4), Code | 1);
        // strs of keys, of the control register twice: r0 = registers + keys, r1, r2 the keys; r3 = control register, r4 erase, r5 with begin; r6 = AR, r7 the address
        ushort[] code = [0x6001, 0x6002, 0x6037, 0x601C, 0x601D, 0xE7FE];
        for (int i = 0; i < code.Length; i++) BitConverter.TryWriteBytes(stored.AsSpan(0x100 + (2 * i)), code[i]);
        using var machine = new McuMachine(on, new FirmwareImage("all.elf", [new Segment(Flash, Flash, stored, (uint)stored.Length)], [], Code, []));
        uint[] values = [registers + keys, 0x4567_0123, 0xCDEF_89AB, registers + control, erase, erase | (1u << begin), registers + (board == "bluepill" ? 0x14u : 0xF0), Flash + start];
        for (int i = 0; i < values.Length; i++) machine.WriteRegister(CoreRegister.R0 + i, values[i]);
        machine.Run(Code + 10, Limit(10));

        byte[] now = new byte[stored.Length];
        Assert.True(machine.TryRead(Flash, now));
        Assert.Equal(start, (uint)Array.IndexOf(now, (byte)0xFF));
        Assert.Equal(start + size, (uint)Array.LastIndexOf(now, (byte)0xFF) + 1);
    }

    private static McuMachine Start(uint key1, uint key2)
    {
        var machine = new McuMachine(BoardCatalog.Load("nucleo-f446re"), Program);
        uint[] values = [Registers, key1, key2, 1 | (1 << 8), Function, 0x2700];
        for (int i = 0; i < values.Length; i++) machine.WriteRegister(CoreRegister.R0 + i, values[i]);
        return machine;
    }

    private static int Stored(McuMachine machine)
    {
        Span<byte> bytes = stackalloc byte[2];
        Assert.True(machine.TryRead(Function, bytes));
        return BitConverter.ToUInt16(bytes);
    }

    /// <summary>BL Function: as B.W, with another bit.</summary>
    private static ushort[] Call(uint from)
    {
        ushort[] branch = Branch(from, Function);
        return [branch[0], (ushort)(branch[1] | 0x4000)];
    }
}
