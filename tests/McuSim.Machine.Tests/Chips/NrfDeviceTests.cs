using System.Text;
using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

/// <summary>The nRF52's UARTE, TIMER and RTC.</summary>
public sealed class NrfDeviceTests
{
    [Fact]
    public void Settings_are_what_the_image_stores_there_and_else_erased()
    {
        Segment settings = new(0x1000_1014, 0x1000_1014, new byte[] { 0, 0xE0, 0x0F, 0 }, 4);
        Segment code = new(0, 0, new byte[] { 0, 0, 1, 0x20, 9, 0, 0, 0, 0xFE, 0xE7 }, 10);
        FirmwareImage image = new("settings.hex", [code, settings], [], 0, []);
        using (var machine = new McuMachine(BoardCatalog.Load("nrf52840dk"), image))
            Assert.Equal(0u, machine.VectorTable);

        var chip = new ChipBus("nrf52840dk", image: image);
        Assert.Equal((0x000F_E000u, uint.MaxValue, 0x0005_2840u), (chip[0x1000_1014], chip[0x1000_1018], chip[0x1000_0100]));
        chip[0x1000_1018] = 5;
        Assert.Equal(5u, chip[0x1000_1018]);
    }

    /// <summary>As Zephyr's driver waits for its port: the end of a buffer stops the transmitter.</summary>
    [Fact]
    public void An_event_is_a_task_of_other_peripherals_over_ppi()
    {
        var chip = new ChipBus("nrf52840dk");
        chip["UART0.+500"] = 8;
        chip["PPI.+510"] = 0x4000_2120; // ENDTX
        chip["PPI.+514"] = 0x4000_200C; // STOPTX
        chip["UART0.+008"] = 1;
        Assert.Equal((1u, 0u), (chip["UART0.+120"], chip["UART0.+158"]));
        chip["PPI.+504"] = 1;
        Assert.Equal(1u, chip["PPI.+500"]);
        chip["UART0.+008"] = 1;
        Assert.Equal(1u, chip["UART0.+158"]);

        chip["PPI.+518"] = 0x4000_8140; // TIMER0 compare 0
        chip["PPI.+51C"] = 0x4000_9000; // TIMER1 start
        chip["PPI.+914"] = 0x4000_9044; // and, by the fork, TIMER1 capture 1
        chip["PPI.+504"] = 2;
        chip["TIMER0.+540"] = 100;
        chip["TIMER0.+508"] = 3;
        chip["TIMER0.+000"] = 1;
        chip.Pass(400);
        chip.Pass(1000);
        chip["TIMER1.+048"] = 1; // capture 2, which shows that it counts
        Assert.Equal(0u, chip["TIMER1.+544"]);
        Assert.InRange(chip["TIMER1.+548"], 1u, 1000u);
        chip["PPI.+508"] = 3;
        Assert.Equal(0u, chip["PPI.+500"]);
    }

    [Fact]
    public void Gpiote_drives_pins_by_tasks_and_tells_their_edges()
    {
        List<PinChange> changes = [];
        var chip = new ChipBus("nrf52840dk", new MachineOptions { PinChanged = changes.Add, Pins = [new PinInput("P0", 11, true, 0), new PinInput("P1", 2, true, 1e-6), new PinInput("P0", 11, false, 2e-6)] });
        chip.Chip.Pins.Reset();
        chip["GPIOTE.+510"] = 3 | (13 << 8) | (3 << 16); // tasks at P0.13: toggle
        chip["GPIOTE.+000"] = 1;
        chip["GPIOTE.+060"] = 1;
        chip["GPIOTE.+030"] = 1;
        Assert.Equal([(13, true), (13, false), (13, true)], changes.Select(c => (c.Pin, c.High)));

        chip["GPIOTE.+514"] = 1 | (34 << 8) | (1 << 16); // the event of P1.2 that rises
        chip["P0.+72C"] = (3 << 2) | (3 << 16); // P0.11 pulled up, senses low
        chip["GPIOTE.+304"] = 2 | (1u << 31);
        chip.Pass(70);
        chip.Chip.Pins.Elapse(chip.Host.Now);
        Assert.Equal((1u, 0u), (chip["GPIOTE.+104"], chip["GPIOTE.+17C"]));
        Assert.Contains(6, chip.Host.Lines);
        chip["GPIOTE.+104"] = 0;
        Assert.DoesNotContain(6, chip.Host.Lines);
        chip.Pass(70);
        chip.Chip.Pins.Elapse(chip.Host.Now);
        Assert.Equal(1u, chip["GPIOTE.+17C"]);
        Assert.Contains(6, chip.Host.Lines);
    }

    [Fact]
    public void Uarte_sends_a_buffer_from_memory()
    {
        var stream = new FakeStream();
        var chip = new ChipBus("nrf52840dk", new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["UART0"] = stream } });
        Assert.True(chip.Host.TryWrite(0x2000_0100, "hello"u8));
        chip["UART0.+500"] = 8;
        chip["UART0.+544"] = 0x2000_0100;
        chip["UART0.+548"] = 5;
        chip["UART0.+304"] = 1 << 8;
        Assert.DoesNotContain(2, chip.Host.Lines);
        chip["UART0.+008"] = 1;

        Assert.Equal("hello", Encoding.ASCII.GetString([.. stream.FromChip]));
        Assert.Equal((1u, 5u), (chip["UART0.+120"], chip["UART0.+54C"]));
        Assert.Contains(2, chip.Host.Lines);
        chip["UART0.+120"] = 0;
        Assert.DoesNotContain(2, chip.Host.Lines);
        chip["UART0.+00C"] = 1;
        Assert.Equal(1u, chip["UART0.+158"]);
    }

    [Fact]
    public void Uarte_receives_into_memory_and_ends_when_the_buffer_is_full()
    {
        var stream = new FakeStream();
        var chip = new ChipBus("nrf52840dk", new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["UART0"] = stream } });
        foreach (byte b in "abc"u8) stream.ToChip.Enqueue(b);
        chip["UART0.+500"] = 8;
        chip["UART0.+534"] = 0x2000_0200;
        chip["UART0.+538"] = 2;
        chip["UART0.+304"] = 1 << 4;
        chip["UART0.+000"] = 1;
        for (int i = 0; i < 10; i++) chip.Pass(2_000);

        Assert.Contains(2, chip.Host.Lines);
        Assert.Equal((1u, 2u), (chip["UART0.+110"], chip["UART0.+53C"]));
        Assert.Equal(("a"u8[0], "b"u8[0]), (chip.Host.Memory[0x2000_0200], chip.Host.Memory[0x2000_0201]));
        Assert.False(chip.Host.Memory.ContainsKey(0x2000_0202));
    }

    [Fact]
    public void Rtc_compares_at_32768_Hz()
    {
        var chip = new ChipBus("nrf52840dk");
        chip["RTC1.+540"] = 33;
        chip["RTC1.+304"] = 1 << 16;
        chip["RTC1.+000"] = 1;
        chip.Pass((ulong)(33 * 64e6 / 32768) - 1);
        Assert.DoesNotContain(17, chip.Host.Lines);
        chip.Pass(2);
        Assert.Contains(17, chip.Host.Lines);
        Assert.Equal((1u, 33u), (chip["RTC1.+140"], chip["RTC1.+504"]));
        chip["RTC1.+140"] = 0;
        Assert.DoesNotContain(17, chip.Host.Lines);
    }

    [Fact]
    public void Timer_compares_clears_itself_and_captures()
    {
        var chip = new ChipBus("nrf52840dk");
        chip["TIMER0.+508"] = 3;
        chip["TIMER0.+510"] = 4;
        chip["TIMER0.+540"] = 1000;
        chip["TIMER0.+200"] = 1;
        chip["TIMER0.+304"] = 1 << 16;
        chip["TIMER0.+000"] = 1;
        chip.Pass((1000 * 64) - 1);
        Assert.DoesNotContain(8, chip.Host.Lines);
        chip.Pass(1 + (10 * 64));
        Assert.Contains(8, chip.Host.Lines);
        chip["TIMER0.+044"] = 1;
        Assert.Equal(10u, chip["TIMER0.+544"]);
    }
}
