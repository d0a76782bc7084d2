using McuSim.Machine.System;

namespace McuSim.Tests.Machine.Chips;

/// <summary>Calendars, watchdogs, and timers that compare.</summary>
public sealed class ClockDeviceTests
{
    private const uint Initialise = 1 << 7;

    [Theory]
    [InlineData("nucleo-f446re", 16_000_000u, 0x08u, 0x1Cu)]
    [InlineData("nucleo-g0b1re", 16_000_000u, 0x18u, 0x40u)]
    public void The_calendar_counts_and_wakes_by_alarm(string board, uint hertz, uint control, uint alarm)
    {
        var chip = new ChipBus(board);
        bool second = control == 0x18;
        uint rtc = chip.Address("RTC");
        chip[rtc + 0x0C] = Initialise;
        Assert.NotEqual(0u, chip[rtc + 0x0C] & (1 << 6)); // INITF
        chip[rtc] = 0x23_59_58; // 23:59:58
        chip[rtc + 4] = (0x24 << 16) | (4 << 13) | (0x02 << 8) | 0x29; // 29 February 2024, a Thursday
        chip[rtc + 0x0C] = 0;
        Assert.Equal(0x23_59_58u, chip[rtc]);
        chip[rtc + alarm] = (1u << 31) | (1 << 23) | (1 << 15) | 0x01; // whenever a minute is 1 s old
        chip[rtc + control] = (1 << 8) | (1 << 12);
        chip.Pass(2 * hertz);
        Assert.Equal((0u, (0x24u << 16) | (5 << 13) | (0x03 << 8) | 0x01), (chip[rtc], chip[rtc + 4]));
        Assert.Empty(chip.Host.Lines);
        chip.Pass(hertz + 1);
        Assert.Equal([second ? 2 : 41], chip.Host.Lines);
        if (second) chip[rtc + 0x5C] = 1;
        else chip[rtc + 0x0C] = ~(1u << 8) & ~Initialise;
        Assert.Empty(chip.Host.Lines);
        Assert.Equal(1u, chip[rtc]); // and goes on
    }

    [Fact]
    public void The_wake_up_timer_comes_again_and_again()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint rtc = chip.Address("RTC");
        chip[rtc + 0x14] = 15; // 16 ticks of 2048 Hz
        chip[rtc + 0x08] = (1 << 10) | (1 << 14);
        for (int i = 0; i < 3; i++)
        {
            chip.Pass(124_999);
            Assert.DoesNotContain(3, chip.Host.Lines);
            chip.Pass(1);
            Assert.Contains(3, chip.Host.Lines);
            chip[rtc + 0x0C] = ~(1u << 10) & ~Initialise;
        }
    }

    [Fact]
    public void Twelve_hours_are_read_as_they_were_written()
    {
        var chip = new ChipBus("nucleo-l476rg");
        uint rtc = chip.Address("RTC");
        chip[rtc + 0x08] = 1 << 6;
        foreach ((uint hour, bool isAfternoon) in ((uint, bool)[])[(0x12, false), (0x11, false), (0x12, true), (0x05, true)])
        {
            uint time = (hour << 16) | 0x30_00 | (isAfternoon ? 1u << 22 : 0);
            chip[rtc + 0x0C] = Initialise;
            chip[rtc] = time;
            chip[rtc + 0x0C] = 0;
            Assert.Equal(time, chip[rtc]);
        }
    }

    [Fact]
    public void A_watchdog_that_is_fed_is_quiet_and_one_that_is_not_resets()
    {
        var chip = new ChipBus("nucleo-f446re");
        chip["IWDG.+00"] = 0x5555;
        chip["IWDG.+08"] = 99; // 100 ticks of 8 kHz
        chip["IWDG.+00"] = 0xCCCC;
        for (int i = 0; i < 5; i++)
        {
            chip.Pass(199_000);
            chip["IWDG.+00"] = 0xAAAA;
        }

        Assert.Empty(chip.Host.Resets);
        chip.Pass(200_000);
        Assert.Equal([ResetCause.Watchdog], chip.Host.Resets);
    }

    [Fact]
    public void The_window_watchdog_warns_then_resets_and_resets_when_fed_too_early()
    {
        var chip = new ChipBus("nucleo-f446re");
        chip["WWDG.+04"] = 0x50 | (1 << 9); // window up to 0x50, early warning
        chip["WWDG.+00"] = 0x80 | 0x60;
        chip.Pass(4096 * 0x20);
        Assert.Contains(0, chip.Host.Lines);
        Assert.Empty(chip.Host.Resets);
        chip["WWDG.+08"] = 0;
        Assert.DoesNotContain(0, chip.Host.Lines);
        chip["WWDG.+00"] = 0x80 | 0x60;
        chip.Pass(4096);
        chip["WWDG.+00"] = 0x80 | 0x60; // 0x5F is above the window
        Assert.Equal([ResetCause.WindowWatchdog], chip.Host.Resets);

        chip = new ChipBus("nucleo-f446re");
        chip["WWDG.+00"] = 0x80 | 0x60;
        chip.Pass(4096 * 0x21);
        Assert.Equal([ResetCause.WindowWatchdog], chip.Host.Resets);
    }

    [Fact]
    public void A_timer_tells_when_it_passes_a_compare_value()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint timer = chip.Address("TIM5");
        chip[timer + 0x34] = 1000; // CCR1
        chip[timer + 0x0C] = 2; // CC1IE
        chip[timer] = 1;
        chip.Pass(999);
        Assert.DoesNotContain(50, chip.Host.Lines);
        chip.Pass(1);
        Assert.Contains(50, chip.Host.Lines);
        Assert.Equal(2u, chip[timer + 0x10] & 2);
        chip[timer + 0x34] = 1500;
        chip[timer + 0x10] = ~2u;
        Assert.DoesNotContain(50, chip.Host.Lines);
        chip.Pass(500);
        Assert.Contains(50, chip.Host.Lines);
    }

    [Fact]
    public void An_advanced_timer_has_an_interrupt_for_compares_of_its_own()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint timer = chip.Address("TIM1");
        (chip[timer + 0x2C], chip[timer + 0x34]) = (999, 500);
        chip[timer + 0x0C] = 3;
        chip[timer] = 1;
        chip.Pass(500);
        Assert.Equal([27], chip.Host.Lines);
        chip.Pass(500);
        Assert.Equal([25, 27], chip.Host.Lines.Order());
    }

    [Fact]
    public void Devices_that_share_a_line_do_not_silence_each_other()
    {
        var chip = new ChipBus("nucleo-f446re");
        foreach (string name in (string[])["TIM1", "TIM10"]) // update interrupts, both at line 25
        {
            uint timer = chip.Address(name);
            chip[timer + 0x0C] = 1;
            chip[timer + 0x14] = 1; // UG
        }

        Assert.Equal([25], chip.Host.Lines);
        chip["TIM10.+10"] = 0;
        Assert.Equal([25], chip.Host.Lines);
        chip["TIM1.+10"] = 0;
        Assert.Empty(chip.Host.Lines);
    }

    [Fact]
    public void The_low_power_timer_runs_from_the_clock_that_was_chosen()
    {
        var chip = new ChipBus("nucleo-l476rg"); // 4 MHz after reset
        uint timer = chip.Address("LPTIM1");
        chip["RCC.CCIPR"] = 3 << 18; // LSE
        chip[timer + 0x08] = 2; // ARRMIE
        chip[timer + 0x10] = 1;
        chip[timer + 0x18] = 32_767;
        Assert.NotEqual(0u, chip[timer] & (1 << 4)); // ARROK
        chip[timer + 0x04] = 0x1F;
        chip[timer + 0x10] = 5; // for ever
        chip.Pass(3_960_000);
        Assert.DoesNotContain(65, chip.Host.Lines);
        chip.Pass(50_000); // a tick is taken as whole cycles
        Assert.Contains(65, chip.Host.Lines);
    }
}
