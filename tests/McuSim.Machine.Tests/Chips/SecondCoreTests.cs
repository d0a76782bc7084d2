using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class SecondCoreTests
{
    private const uint Flash = 0x1000_0000, Second = Flash + 0x2000, SecondStack = 0x080F_F800;

    [Fact]
    public void The_first_program_starts_the_second_one_after_every_reset()
    {
        using var machine = new McuMachine(BoardCatalog.Load("cy8cproto-062-4343w"), Image(vectors: Second));
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(0x0800_2000u, machine.ReadRegister(CoreRegister.Sp));
            Assert.Equal(StopReason.ReachedAddress, machine.Run(Second + 0x102, new RunLimits(Instructions: 100)));
            Assert.Equal((42u, SecondStack), (machine.ReadRegister(CoreRegister.R0), machine.ReadRegister(CoreRegister.Sp)));
            machine.Reset();
        }
    }

    [Fact]
    public void A_second_core_without_a_program_is_named()
    {
        using var machine = new McuMachine(BoardCatalog.Load("cy8cproto-062-4343w"), Image(vectors: 0x2000_0000));
        FirmwareFaultException e = Assert.Throws<FirmwareFaultException>(() => machine.Run(null, new RunLimits(Instructions: 100)));
        Assert.Equal(FaultKind.BadVector, e.Fault.Kind);
    }

    /// <summary>First program: CM4_VECTOR_TABLE_BASE = vectors; CM4_PWR_CTL = key and 3; b . Second program: movs r0, #42; b .</summary>
    private static FirmwareImage Image(uint vectors)
    {
        var flash = new byte[0x2200];
        void Words(int at, params uint[] words) => Buffer.BlockCopy(words, 0, flash, at, 4 * words.Length);
        Words(0, 0x0800_2000, Flash | 0x101);
        Words(0x100, 0x4904_4803, 0x4804_6001, 0x6001_4904, 0xBF00_E7FE, 0x4020_0200, vectors, 0x4020_1200, 0x05FA_0003);
        Words(0x2000, SecondStack, Second | 0x101);
        Words(0x2100, 0xE7FE_202A);
        return new FirmwareImage("two.bin", [new Segment(Flash, Flash, flash, (uint)flash.Length)], [], Flash | 0x100, []);
    }
}
