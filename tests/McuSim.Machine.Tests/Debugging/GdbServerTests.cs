using System.Globalization;
using System.Net.Sockets;
using System.Text;
using McuSim.Machine;
using McuSim.Machine.Debugging;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Debugging;

public sealed class GdbServerTests : IDisposable
{
    // movs r0,#1; movs r0,#2; movs r0,#3; bkpt 0; b .
    private readonly McuMachine machine = new(Board(), Image(0x2001, 0x2002, 0x2003, 0xBE00, 0xE7FE), new MachineOptions
    {
        Debuggable = true,
        Breakpoint = (_, _) => BreakpointAction.Stop,
    });

    private readonly GdbServer server = new(0);
    private readonly TcpClient client = new();
    private readonly Task<GdbEnd> session;

    public GdbServerTests()
    {
        session = Task.Run(() => server.Serve(machine, () => null, TestContext.Current.CancellationToken));
        client.Connect("127.0.0.1", server.Port);
        client.ReceiveTimeout = 20_000;
    }

    public void Dispose()
    {
        client.Dispose();
        session.Wait();
        server.Dispose();
        machine.Dispose();
    }

    [Fact]
    public void Registers_and_memory_are_read_and_written()
    {
        Assert.Equal("00010008", Ask("pf"));
        Assert.Equal("01010008", Ask($"m{Flash + 4:x},4"));
        Assert.Equal("OK", Ask("P1=78563412"));
        Assert.Equal("78563412", Ask("p1"));
        Assert.Equal("78563412", Ask("g").Substring(8, 8));
        Assert.Equal("OK", Ask($"M{Ram:x},2:abcd"));
        Assert.Equal("OK", Ask($"X{Ram + 2:x},1:}}\u0003")); // 0x23 escaped
        Assert.Equal("abcd23", Ask($"m{Ram:x},3"));
        Assert.Equal("E14", Ask("mf0000000,4"));
    }

    [Fact]
    public async Task Breakpoints_steps_and_the_programs_own_breakpoint_stop_it()
    {
        Assert.Equal("T05thread:1;", Ask("?"));
        Assert.Equal("OK", Ask($"Z1,{Code + 4:x},2"));
        Assert.Equal("T05thread:1;", Ask("vCont;c"));
        Assert.Equal("04010008", Ask("pf"));
        Assert.Equal("T05thread:1;", Ask("vCont;s:1"));
        Assert.Equal("03000000", Ask("p0"));
        Assert.Equal("T05thread:1;", Ask("c"));
        Assert.Equal("06010008", Ask("pf"));
        Send("c"); // steps over the BKPT, into the endless loop
        client.GetStream().WriteByte(3);
        Assert.Equal("T02thread:1;", Receive());
        Assert.Equal("08010008", Ask("pf"));
        Assert.Equal("OK", Ask("D"));
        Assert.Equal(GdbEnd.Detached, await session);
    }

    [Fact]
    public void The_target_and_its_memories_are_described_in_parts()
    {
        Assert.Contains("qXfer:features:read+", Ask("qSupported:swbreak+"), StringComparison.Ordinal);
        string first = Ask("qXfer:features:read:target.xml:0,40");
        Assert.StartsWith("m<?xml", first, StringComparison.Ordinal);
        Assert.Contains("org.gnu.gdb.arm.m-profile", Ask("qXfer:features:read:target.xml:0,2000"), StringComparison.Ordinal);
        Assert.Contains("0x8000000", Ask("qXfer:memory-map:read::0,2000"), StringComparison.Ordinal);
        Assert.Contains("cycles", Encoding.UTF8.GetString(Convert.FromHexString(Ask("qRcmd," + Convert.ToHexString("help"u8)))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_is_answered_and_changes_nothing()
    {
        var random = new Random(1);
        const string Letters = "gGpPmMXZzHTqQvc?,:;=0123456789abcdef+-\0\u00ff";
        for (int i = 0; i < 3000; i++)
        {
            string packet = new([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)])]);
            if (packet[0] is 'c' or 'P' or 'G' or 'M' or 'X') continue; // These may well do something.
            _ = Ask(packet);
        }

        Assert.Equal("OK", Ask("vKill;1"));
        Assert.Equal(GdbEnd.Killed, await session);
    }

    private string Ask(string packet)
    {
        Send(packet.Replace(" ", "", StringComparison.Ordinal));
        return Receive();
    }

    private void Send(string packet)
    {
        byte sum = 0;
        foreach (char c in packet) sum += (byte)c;
        client.GetStream().Write(Encoding.Latin1.GetBytes($"${packet}#{sum.ToString("x2", CultureInfo.InvariantCulture)}"));
    }

    private string Receive()
    {
        var text = new StringBuilder();
        NetworkStream stream = client.GetStream();
        int b;
        while ((b = stream.ReadByte()) != '$') Assert.NotEqual(-1, b);
        while ((b = stream.ReadByte()) != '#') text.Append((char)b);
        stream.ReadByte();
        stream.ReadByte();
        return text.ToString();
    }
}
