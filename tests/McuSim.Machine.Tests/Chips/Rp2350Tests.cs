using McuSim.Boards;
using McuSim.Machine;
using McuSim.Machine.System;

namespace McuSim.Tests.Machine.Chips;

public sealed class Rp2350Tests
{
    private const uint Flash = 0x1000_0000;

    [Fact]
    public void Pins_are_driven_through_registers_and_the_coprocessor()
    {
        var changes = new List<PinChange>();
        var chip = new ChipBus("pico2", new MachineOptions { PinChanged = changes.Add });
        ICoprocessor pins = chip.Chip.Coprocessor(0)!;
        chip["SIO.+18"] = 1 << 3;
        chip["SIO.+1C"] = 1 << 1;
        Assert.True(pins.Write(4, 0, 25, 1)); // bit put
        Assert.True(pins.Write(3, 0, 1 << 3, null)); // clear
        Assert.True(pins.Write(5, 0, 33, null)); // toggle a bit of the second bank
        Assert.True(pins.Write(10, 0, 1 << 2, 1)); // set by the bank's number
        Assert.Equal([(3, true), (33, true), (25, true), (3, false), (33, false), (34, true)], changes.Select(c => (c.Pin, c.High)));
        Assert.Equal(((ulong)(1 << 2) << 32) | (1 << 25), pins.Read(0, 0, 0, isPair: true, peeks: false));
        pins.Write(2, 4, 1 << 25, null);
        Assert.Equal((1u << 25, 1u << 25), (chip["SIO.+30"], chip["SIO.+04"]));
        Assert.False(pins.Write(0, 7, 0, null));
        Assert.Null(chip.Chip.Coprocessor(7));
    }

    [Theory]
    [InlineData(1.5, -0.25)]
    [InlineData(1e300, 3e-8)]
    [InlineData(0.1, 0.2)]
    [InlineData(-7.5, -7.5)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 0)]
    public void The_coprocessor_for_doubles_gives_what_its_sequences_ask_for(double x, double y)
    {
        ICoprocessor unit = new ChipBus("pico2").Chip.Coprocessor(4)!;
        double Of(int read)
        {
            Put(unit, 1, 0, x);
            Put(unit, 1, 1, y);
            Assert.True(unit.Operate(8, 0, 1));
            return BitConverter.UInt64BitsToDouble(unit.Read(read, 0, 0, isPair: true, peeks: false)!.Value);
        }

        Assert.Equal([x + y, x - y, x * y, x / y, Math.Sqrt(x)], [Of(1), Of(3), Of(5), Of(7), Of(9)]);
        Put(unit, 1, 0, x);
        Put(unit, 1, 1, y);
        Assert.Equal(1u, unit.Read(0, 0, 1, isPair: false, peeks: true) >> 31); // begun, result not read
        uint flags = (uint)unit.Read(0, 0, 1, isPair: false, peeks: false)!.Value & 0x7FFF_FFFF;
        Assert.Equal(x == y ? 6u : x > y ? 2u : x < y ? 0u : 1u, flags >> 28);
        Assert.Equal(0u, unit.Read(0, 0, 1, isPair: false, peeks: true) >> 31);
        Put(unit, 8, 0, x);
        unit.Operate(8, 0, 2);
        Assert.Equal(double.IsNaN(x) ? 0 : x >= int.MaxValue ? int.MaxValue : (int)x, (int)unit.Read(0, 3, 0, isPair: false, peeks: false)!.Value);
        Put(unit, 1, 0, x);
        Assert.Equal((float)x, BitConverter.UInt32BitsToSingle((uint)unit.Read(0, 2, 5, isPair: false, peeks: false)!.Value));
    }

    [Fact]
    public void A_program_executes_the_instructions_of_a_coprocessor()
    {
        // movs r0,#25; movs r1,#1; mcrr p0,#4,r0,r1,c0; mrc p0,#0,r2,c0,c0; mrc p0,#0,pc,c0,c0 (flags); b .
        ushort[] code = [0x2019, 0x2101, 0xEC41, 0x0040, 0xEE10, 0x2010, 0xEE10, 0xF010, 0xE7FE];
        byte[] bytes = [.. BitConverter.GetBytes(0x2000_1000), .. BitConverter.GetBytes(Flash + 9), .. code.SelectMany(BitConverter.GetBytes)];
        var image = new FirmwareImage("test", [new Segment(Flash, Flash, bytes, (uint)bytes.Length)], [], Flash, []);
        var changes = new List<PinChange>();
        using var machine = new McuMachine(BoardCatalog.Load("pico2"), image, new MachineOptions { PinChanged = changes.Add });
        Assert.Equal(StopReason.ReachedAddress, machine.Run(Flash + 8 + 16, new RunLimits(Instructions: 100)));
        Assert.Equal(1u << 25, machine.ReadRegister(CoreRegister.R2));
        Assert.Equal(25, Assert.Single(changes).Pin);
        Assert.Equal(5, machine.InstructionsExecuted);
        Assert.Equal(0u, machine.ReadRegister(CoreRegister.Xpsr) >> 28);
    }

    [Fact]
    public void The_boot_rom_is_found_as_programs_look_it_up()
    {
        ushort[] code = [0xE7FE];
        byte[] bytes = [.. BitConverter.GetBytes(0x2000_1000), .. BitConverter.GetBytes(Flash + 9), .. code.SelectMany(BitConverter.GetBytes)];
        var image = new FirmwareImage("test", [new Segment(Flash, Flash, bytes, (uint)bytes.Length)], [], Flash, []);
        using var machine = new McuMachine(BoardCatalog.Load("pico2"), image);
        byte[] Bytes(uint address, int count)
        {
            var read = new byte[count];
            Assert.True(machine.TryRead(address, read));
            return read;
        }

        uint Run(uint function, uint first, uint second, uint third)
        {
            machine.WriteRegister(CoreRegister.R0, first);
            machine.WriteRegister(CoreRegister.R1, second);
            machine.WriteRegister(CoreRegister.R2, third);
            machine.WriteRegister(CoreRegister.Lr, Flash + 9);
            machine.WriteRegister(CoreRegister.Pc, function & ~1u);
            Assert.Equal(StopReason.ReachedAddress, machine.Run(Flash + 8, new RunLimits(Instructions: 10_000)));
            return machine.ReadRegister(CoreRegister.R0);
        }

        uint LookUp(string name) => Run(BitConverter.ToUInt16(Bytes(0x16, 2)), name[0] | ((uint)name[1] << 8), 4, 0);
        Assert.Equal(0u, LookUp("ZZ"));
        Run(LookUp("RP"), 0x1000, Flash + 8, 2);
        Assert.Equal([0xFE, 0xE7, 0xFF], Bytes(Flash + 0x1000, 3));
        Run(LookUp("RE"), 0x1000, 4096, 0);
        Assert.Equal(0xFF, Bytes(Flash + 0x1000, 1)[0]);
    }

    [Fact]
    public void A_uf2_file_may_hold_the_block_against_erratum_10()
    {
        byte[] Block(uint address, uint family, int number)
        {
            byte[] block = new byte[512];
            uint[] words = [0x0A32_4655, 0x9E5D_5157, 0x2000, address, 256, (uint)number, 2, family];
            Buffer.BlockCopy(words, 0, block, 0, 32);
            BitConverter.GetBytes(0x0AB1_6F30).CopyTo(block, 508);
            return block;
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".uf2");
        File.WriteAllBytes(path, [.. Block(0x10FF_FF00, 0xE48B_FF57, 0), .. Block(Flash, 0xE48B_FF59, 1)]);
        try
        {
            Assert.Equal(Flash, Assert.Single(ImageReader.Read(path, at: null).Segments).LoadAddress);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Put(ICoprocessor unit, int operation, int register, double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        Assert.True(unit.Write(operation, register, (uint)bits, (uint)(bits >> 32)));
    }
}
