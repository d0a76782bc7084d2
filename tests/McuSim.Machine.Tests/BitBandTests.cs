using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

/// <summary>Words that stand for single bits, as the STM32 HAL uses them to switch on the PLL.</summary>
public sealed class BitBandTests
{
    private const uint Start = 0x0800_0000;

    [Fact]
    public void One_bit_of_a_register_changes()
    {
        // ldr r0,=PLLON of RCC.CR; movs r1,#1; str r1,[r0]; ldr r2,[r0]; ldr r3,[r0,#4] (PLLRDY)
        using McuMachine machine = Run("nucleo-f446re", 0x4200_0000 + (0x23800 * 32) + (24 * 4), 0x2101, 0x6001, 0x6802, 0x6843);
        Assert.Equal((1u, 1u), (machine.ReadRegister(CoreRegister.R2), machine.ReadRegister(CoreRegister.R3)));
        Assert.Empty(machine.UnknownRegisters);
    }

    [Fact]
    public void One_bit_of_memory_changes()
    {
        // the same at bit 9 of the word at 0x20000104; ldr r4,[r5]
        using McuMachine machine = Run("bluepill", 0x2200_0000 + (0x104 * 32) + (9 * 4), 0x2101, 0x6001, 0x6802, 0x6843);
        Assert.Equal((1u, 0u), (machine.ReadRegister(CoreRegister.R2), machine.ReadRegister(CoreRegister.R3)));
        Assert.Equal([0, 2, 0, 0], machine.Memory(0x2000_0104, 4).ToArray());
    }

    [Fact]
    public void A_Cortex_M7_has_none() =>
        Assert.Throws<FirmwareFaultException>(() => Run("stm32f746", 0x2200_0000, 0x2101, 0x6001, 0xBF00, 0xBF00).Dispose());

    private static McuMachine Run(string board, uint address, params ushort[] code)
    {
        ushort[] all = [0x4802, .. code, 0xE7FE]; // ldr r0,=address; ...; b itself
        byte[] bytes = new byte[24];
        BitConverter.TryWriteBytes(bytes, 0x2000_1000u);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), Start + 9);
        Buffer.BlockCopy(all, 0, bytes, 8, 2 * all.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(20), address);
        var machine = new McuMachine(BoardCatalog.Load(board), new FirmwareImage("test", [new Segment(Start, Start, bytes, (uint)bytes.Length)], [], Start, []));
        machine.Run(Start + 8 + (2 * (uint)all.Length) - 2, Limit(100));
        return machine;
    }
}
