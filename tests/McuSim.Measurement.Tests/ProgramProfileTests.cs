using McuSim.Boards;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

public sealed class ProgramProfileTests
{
    private const uint Flash = 0x0800_0000;

    /// <summary>What the DWT unit's profiling counters would show adds up to the cycles of the report.</summary>
    [Theory]
    [InlineData("nucleo-l4r5zi", 0x2000_0000u)]
    [InlineData("stm32f746", 0x2001_0000u)]
    [InlineData("nucleo-g0b1re", 0x2000_0000u)]
    public void Instructions_and_profile_are_all_cycles(string boardName, uint ram)
    {
        // loop: ldr r1,=ram; ldr r2,[r1]; ldr r3,[r2]; str r3,[r1,#4]; muls r3,r2; lsls r3,r3,#2; b loop (r2 = 0 would fault: the word there holds its own address)
        var flash = new byte[0x200];
        BitConverter.TryWriteBytes(flash, ram + 0x1000);
        BitConverter.TryWriteBytes(flash.AsSpan(4), Flash + 0x101);
        ushort[] code = [0x4904, 0x6009, 0x680A, 0x6813, 0x604B, 0x4353, 0x009B, 0xE7F7, 0xBF00, 0xBF00, (ushort)ram, (ushort)(ram >> 16)];
        for (int i = 0; i < code.Length; i++) BitConverter.TryWriteBytes(flash.AsSpan(0x100 + (2 * i)), code[i]);
        Board board = BoardCatalog.Load(boardName);
        using var machine = new McuMachine(board, new FirmwareImage("loop.bin", [new Segment(Flash, Flash, flash, (uint)flash.Length)], [], Flash + 0x100, []));
        var group = new TimingGroup(machine, followsChip: false);
        var model = group.Add(board);
        machine.Observers.Add(model);
        machine.Run(null, new RunLimits(Instructions: 10_001));

        CycleProfile profile = machine.ProfileSource!();
        Assert.True(profile.LoadsAndStores > 0);
        Assert.Equal((ulong)model.Cycles, (ulong)model.Instructions + profile.Instructions + profile.Exceptions + profile.LoadsAndStores - profile.Folded);
    }
}
