using McuSim.Machine.Execution;

namespace McuSim.Tests.Machine;

public class AlignmentCheckTests
{
    // f850 1b04  ldr.w r1, [r0], #4
    // f859 4b04  ldr.w r4, [r9], #4
    // e8a3 0116  stmia.w r3!, {r1, r2, r4, r8}
    private static readonly byte[] Block = [0x50, 0xF8, 0x04, 0x1B, 0x59, 0xF8, 0x04, 0x4B, 0xA3, 0xE8, 0x16, 0x01];

    [Fact]
    public void A_read_is_never_taken_for_a_store() => Assert.Null(new AlignmentCheck().FindFault(Block, 0x0800_0000, number: 2, isWrite: false));

    [Fact]
    public void An_unaligned_multiple_store_is_a_fault() =>
        Assert.Equal(0x0800_0008u, new AlignmentCheck().FindFault(Block, 0x0800_0000, number: 2, isWrite: true));

    [Fact]
    public void An_unaligned_single_load_is_none() => Assert.Null(new AlignmentCheck().FindFault(Block, 0x0800_0000, number: 1, isWrite: false));
}
