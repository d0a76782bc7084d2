using System.Net;
using System.Net.Sockets;
using System.Text;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class SerialStreamTests
{
    [Fact]
    public void A_file_comes_in_and_another_goes_out()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mcusim-serial-");
        try
        {
            string path = Path.Combine(folder.FullName, "uart");
            File.WriteAllText(path, "ab");
            using (var stream = new FileSerialStream(path))
            {
                Assert.True(stream.TryReceive(out byte first) && stream.TryReceive(out byte second) && (first, second) == ('a', 'b'));
                Assert.False(stream.MayReceive);
                Assert.False(stream.TryReceive(out _));
                stream.Send((byte)'x');
            }

            Assert.Equal("x", File.ReadAllText(path + ".out"));
            Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => new FileSerialStream(Path.Combine(folder.FullName, "no", "uart"))).ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Text_goes_to_a_stream()
    {
        var output = new MemoryStream();
        var stream = new TextSerialStream(output);
        foreach (byte b in "hi\n"u8)
            stream.Send(b);
        Assert.Equal("hi\n", Encoding.ASCII.GetString(output.ToArray()));
        Assert.False(((ISerialStream)stream).MayReceive);
    }

    [Fact]
    public async Task A_tcp_client_talks_to_the_chip()
    {
        using var stream = new TcpSerialStream(0);
        stream.Send((byte)'?'); // nobody listens
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, stream.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("a"u8.ToArray(), TestContext.Current.CancellationToken);
        byte received = 0;
        for (int i = 0; i < 500 && !stream.TryReceive(out received); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal('a', (char)received);
        stream.Send((byte)'b');
        var buffer = new byte[1];
        await client.GetStream().ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal('b', (char)buffer[0]);
        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => new TcpSerialStream(stream.Port)).ExitCode);
    }
}
