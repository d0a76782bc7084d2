using System.Numerics;
using McuSim.Boards;
using McuSim.Machine;
using McuSim.Machine.Chips;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Chips;

/// <summary>The functions of the RP2040's boot ROM, found through its tables and called as programs call them.</summary>
public sealed class BootRomTests
{
    private const uint Program = 0x1000_0000, Buffer = 0x2000_1000, Other = 0x2000_2000, Top = 0x2000_0800;

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0x8000_0000u)]
    [InlineData(0x00F0_1230u)]
    [InlineData(uint.MaxValue)]
    public void Bit_functions(uint value)
    {
        using McuMachine machine = Machine();
        uint reversed = 0;
        for (int i = 0; i < 32; i++) reversed |= (value >> i & 1) << (31 - i);
        Assert.Equal((uint)BitOperations.PopCount(value), Call(machine, "P3", value));
        Assert.Equal(reversed, Call(machine, "R3", value));
        Assert.Equal((uint)BitOperations.LeadingZeroCount(value), Call(machine, "L3", value));
        Assert.Equal((uint)BitOperations.TrailingZeroCount(value), Call(machine, "T3", value));
    }

    [Theory]
    [InlineData("MS", 0)]
    [InlineData("MS", 7)]
    [InlineData("S4", 32)]
    public void Set_fills(string code, int count)
    {
        using McuMachine machine = Machine();
        Assert.Equal(Buffer, Call(machine, code, Buffer, 0x5A, (uint)count));
        Assert.Equal([.. Enumerable.Repeat((byte)0x5A, count), 0], machine.Memory(Buffer, count + 1).ToArray());
    }

    [Theory]
    [InlineData("MC", 0)]
    [InlineData("MC", 7)]
    [InlineData("C4", 32)]
    public void Copy_copies(string code, int count)
    {
        using McuMachine machine = Machine();
        byte[] source = [.. Enumerable.Range(1, count).Select(i => (byte)i)];
        source.CopyTo(machine.Memory(Other, count));
        Assert.Equal(Buffer, Call(machine, code, Buffer, Other, (uint)count));
        Assert.Equal([.. source, 0], machine.Memory(Buffer, count + 1).ToArray());
    }

    [Fact]
    public void What_is_missing_stops_at_a_breakpoint()
    {
        using McuMachine machine = Machine();
        Assert.Equal(FaultKind.Breakpoint, Assert.Throws<FirmwareFaultException>(() => Call(machine, "UB", 0)).Fault.Kind);
        Assert.Equal(0u, LookUp(machine, "??"));
    }

    [Fact]
    public void Flash_is_erased_by_sectors_and_programmed()
    {
        using McuMachine machine = Machine();
        "abcd"u8.CopyTo(machine.Memory(Other, 4));
        Call(machine, "RP", 0x2001, Other, 4);
        Assert.Equal("abcd"u8.ToArray(), Flash(machine, 0x2001, 4));
        Assert.Equal([0xFF], Flash(machine, 0x2000, 1));
        Call(machine, "RP", 0x4000, Other, 4);
        Call(machine, "RE", 0x2000, 0x1000);
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF], Flash(machine, 0x2001, 4));
        Assert.Equal("abcd"u8.ToArray(), Flash(machine, 0x4000, 4));
        Assert.Equal([0xFE, 0xE7], Flash(machine, 8, 2));
    }

    private static byte[] Bytes(FirmwareImage image)
    {
        var bytes = new byte[16 << 10];
        foreach (Segment segment in image.Segments) segment.Data.CopyTo(bytes.AsMemory((int)segment.LoadAddress));
        return bytes;
    }

    private static byte[] Flash(McuMachine machine, uint offset, int length)
    {
        var bytes = new byte[length];
        Assert.True(machine.TryRead(Program + offset, bytes));
        return bytes;
    }

    /// <summary>The image comes from the source beside it, as its first lines say.</summary>
    [Theory]
    [InlineData("rp2040")]
    [InlineData("rp2350")]
    public void The_image_is_its_source_assembled(string name)
    {
        string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
        try
        {
            string elf = Path.Combine(folder, "rom.elf");
            TestProgram.Run("bash", "-c", $"arm-none-eabi-gcc -dumpversion > '{folder}/version'");
            string version = File.ReadAllText(Path.Combine(folder, "version")).Trim();
            Assert.SkipUnless(version == "12.2.1", $"The image was made with GCC 12.2.1; here is {version}.");
            TestProgram.Run("bash", Path.Combine(SharedFolder.RepositoryRoot, "firmware", name, "build"), elf);
            Assert.Equal(Bytes(BootRom.Read(name)), Bytes(ImageReader.Read(elf, at: null)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static McuMachine Machine()
    {
        // A program that is only a vector table and a jump to itself, where calls return to.
        byte[] bytes = [.. BitConverter.GetBytes(Top), .. BitConverter.GetBytes(Program + 9), 0xFE, 0xE7];
        return new McuMachine(BoardCatalog.Load("rp2040"), new FirmwareImage("test", [new Segment(Program, Program, bytes, (uint)bytes.Length)], [], Program, []));
    }

    private static uint LookUp(McuMachine machine, string code) =>
        Run(machine, Half(machine, 0x18), Half(machine, 0x14), code[0] | ((uint)code[1] << 8), 0);

    private static uint Call(McuMachine machine, string code, uint first, uint second = 0, uint third = 0) =>
        Run(machine, LookUp(machine, code), first, second, third);

    private static uint Run(McuMachine machine, uint function, uint first, uint second, uint third)
    {
        Assert.Equal(1u, function & 1);
        machine.WriteRegister(CoreRegister.R0, first);
        machine.WriteRegister(CoreRegister.R1, second);
        machine.WriteRegister(CoreRegister.R2, third);
        machine.WriteRegister(CoreRegister.Lr, (Program + 8) | 1);
        machine.WriteRegister(CoreRegister.Pc, function & ~1u);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(Program + 8, Limit(10_000)));
        return machine.ReadRegister(CoreRegister.R0);
    }

    private static uint Half(McuMachine machine, uint address)
    {
        Span<byte> bytes = stackalloc byte[2];
        Assert.True(machine.TryRead(address, bytes));
        return BitConverter.ToUInt16(bytes);
    }
}
