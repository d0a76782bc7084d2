using System.Text;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class PsocSerialTests
{
    [Fact]
    public void Sends_and_receives_with_an_interrupt()
    {
        var stream = new FakeStream();
        var chip = new ChipBus("cy8cproto-062-4343w", new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["SCB5"] = stream } });
        chip["SCB5.+240"] = 'x'; // not switched on yet
        chip["SCB5.+000"] = 1u << 31;
        foreach (byte b in "ok"u8) chip["SCB5.+240"] = b;
        Assert.Equal("ok", Encoding.ASCII.GetString([.. stream.FromChip]));
        Assert.Equal(1u << 9, chip["SCB5.+F80"] & (1u << 9));
        chip["SCB5.+F80"] = 1u << 9;
        Assert.Equal(0x13u, chip["SCB5.+F80"]);

        Assert.Equal(uint.MaxValue, chip["SCB5.+340"]);
        chip["SCB5.+FC8"] = 4;
        stream.ToChip.Enqueue((byte)'!');
        chip.Pass(50_000);
        Assert.Contains(44, chip.Host.Lines);
        Assert.Equal((1u, 8u), (chip["SCB5.+308"], chip["SCB5.+E00"]));
        Assert.Equal((uint)'!', chip["SCB5.+340"]);
        Assert.DoesNotContain(44, chip.Host.Lines);
    }
}
