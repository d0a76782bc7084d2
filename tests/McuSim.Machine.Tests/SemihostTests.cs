using System.Buffers.Binary;
using System.Text;

using McuSim.Machine;

namespace McuSim.Tests.Machine;

public sealed class SemihostTests : IDisposable
{
    private const uint Block = Programs.Ram + 0x100, Buffer = Programs.Ram + 0x200;

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
    private readonly McuMachine machine = new(Programs.Board(), Programs.Image(0xBEAB));
    private readonly MemoryStream output = new();
    private readonly Semihost host;

    public SemihostTests() => host = new Semihost(new SemihostingOptions
    {
        Output = output,
        Input = new MemoryStream("typed"u8.ToArray()),
        Files = folder,
        CommandLine = "name one two",
        Cycles = () => 250_000_000,
        ClockHz = 100_000_000,
    });

    public void Dispose()
    {
        host.Dispose();
        machine.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Clocks_show_simulated_time()
    {
        Assert.Equal(250u, Call(0x10)); // centiseconds
        Assert.Equal(2u, Call(0x11)); // seconds
        Assert.Equal(100_000_000u, Call(0x31));
        Assert.Equal(0u, Call(0x30));
        Assert.Equal(250_000_000u, Word(Block));
    }

    [Fact]
    public void An_operation_that_does_not_exist_is_remembered()
    {
        uint place = machine.ReadRegister(CoreRegister.Pc);
        Assert.Equal(uint.MaxValue, Call(0x12)); // SYS_SYSTEM is refused, but exists
        Assert.Null(host.Unknown);
        Assert.Equal(uint.MaxValue, Call(0x14)); // R0 after SYS_WRITE0, taken for what it was, plus 0x10
        Assert.Equal((0x14u, place), host.Unknown);
    }

    [Fact]
    public void Console_is_written_and_read()
    {
        Put(Buffer, "text\0"u8);
        machine.WriteRegister(CoreRegister.R1, Buffer);
        machine.WriteRegister(CoreRegister.R0, 0x04);
        Assert.True(host.Answer(machine));
        Assert.Equal((uint)'t', Call(0x07));
        uint standardInput = Open(":tt", 0);
        Assert.Equal(6u, Call(0x06, standardInput, Buffer, 10)); // four bytes are left
        Assert.Equal("yped", Text(Buffer, 4));
        Assert.Equal(1u, Call(0x09, standardInput));

        Assert.Equal("text", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Command_line_goes_where_there_is_room()
    {
        Assert.Equal(0u, Call(0x15, Buffer, 80));
        Assert.Equal("name one two\0", Text(Buffer, 13));
        Assert.Equal(12u, Word(Block + 4));
        Assert.Equal(uint.MaxValue, Call(0x15, Buffer, 12));
    }

    [Fact]
    public void Files_are_written_sought_measured_and_closed()
    {
        uint file = Open("data.bin", 7); // w+b
        Put(Buffer, "abcdef"u8);
        Assert.Equal(0u, Call(0x05, file, Buffer, 6));
        Assert.Equal(6u, Call(0x0C, file));
        Assert.Equal(0u, Call(0x0A, file, 2));
        Assert.Equal(0u, Call(0x06, file, Buffer, 3));
        Assert.Equal("cde", Text(Buffer, 3));
        Assert.Equal(0u, Call(0x02, file));
        Assert.Equal(uint.MaxValue, Call(0x02, file));
        Assert.Equal(9u, Call(0x13)); // EBADF
        Assert.Equal(uint.MaxValue, Open("absent", 0));
        Assert.Equal(2u, Call(0x13)); // ENOENT
        Assert.Equal("abcdef", File.ReadAllText(Path.Combine(folder, "data.bin")));
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/etc/hostname")]
    [InlineData("..\\out")]
    [InlineData("c:\\out")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Names_that_leave_the_folder_are_refused(string name)
    {
        Assert.Equal(uint.MaxValue, Open(name, 4));
        Assert.Equal(13u, Call(0x13)); // EACCES
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void The_host_runs_no_commands() => Assert.Equal(uint.MaxValue, Call(0x12, Buffer, 4));

    [Theory]
    [InlineData(0x18u, 0x20026u, 0)]
    [InlineData(0x18u, 0x20023u, 1)]
    public void Exit_ends_the_program(uint operation, uint reason, int code)
    {
        machine.WriteRegister(CoreRegister.R0, operation);
        machine.WriteRegister(CoreRegister.R1, reason);

        Assert.False(host.Answer(machine));
        Assert.Equal(code, host.ExitCode);
    }

    /// <summary>Whatever a program asks for, the host survives it and nothing outside the folder changes.</summary>
    [Fact]
    public void Random_calls_are_survived()
    {
        var random = new Random(1);
        var bytes = new byte[64];
        uint[] places = [0, Programs.Flash, Programs.Ram, Programs.Ram + Programs.RamSize - 2, Buffer, 0x4000_0000, uint.MaxValue - 3, 3, 40];
        for (int i = 0; i < 5000; i++)
        {
            random.NextBytes(bytes);
            for (int field = 0; field < 16; field += 4)
            {
                if (random.Next(2) == 0) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(field), places[random.Next(places.Length)]);
            }

            Put(Block, bytes);
            machine.WriteRegister(CoreRegister.R0, (uint)random.Next(0x33));
            machine.WriteRegister(CoreRegister.R1, random.Next(4) == 0 ? places[random.Next(places.Length)] : Block);
            host.Answer(machine);
        }
    }

    private uint Open(string name, uint mode)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        Put(Buffer, [.. bytes, 0]);
        return Call(0x01, Buffer, mode, (uint)bytes.Length);
    }

    private uint Call(uint operation, params uint[] fields)
    {
        for (int i = 0; i < fields.Length; i++) Put(Block + (4 * (uint)i), BitConverter.GetBytes(fields[i]));
        machine.WriteRegister(CoreRegister.R0, operation);
        machine.WriteRegister(CoreRegister.R1, Block);
        Assert.True(host.Answer(machine));
        return machine.ReadRegister(CoreRegister.R0);
    }

    private void Put(uint address, ReadOnlySpan<byte> bytes) => Assert.True(machine.TryWrite(address, bytes));

    private uint Word(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(machine.Memory(address, 4));

    private string Text(uint address, int length) => Encoding.UTF8.GetString(machine.Memory(address, length));
}
