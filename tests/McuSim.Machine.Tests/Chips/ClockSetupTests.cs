using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

/// <summary>
/// What the clock set-up of each family's HAL writes, polls and reads back, in its order, and what the chip then runs at. Sources: ST HAL drivers, HAL_RCC_OscConfig,
/// HAL_RCC_ClockConfig and HAL_PWREx functions of each family.
/// </summary>
public sealed class ClockSetupTests
{
    private const uint On8 = 1 << 8, On16 = 1 << 16, On24 = 1 << 24, Ready25 = 1 << 25;

    [Fact]
    public void F4_runs_at_180_MHz()
    {
        var chip = new ChipBus("nucleo-f446re");
        Assert.Equal(16e6, chip.Chip.Settings.CoreHz);
        chip.Set("RCC.CR", On16);
        chip.Await("RCC.CR", 1 << 17, 1 << 17);
        chip["RCC.CR"] &= ~On24;
        chip.Await("RCC.CR", Ready25, 0);
        chip["RCC.PLLCFGR"] = 4 | (180 << 6) | (0 << 16) | (1 << 22) | (7 << 24);
        chip.Set("RCC.CR", On24);
        chip.Await("RCC.CR", Ready25, Ready25);
        chip.Set("PWR.CR", 1 << 16);
        chip.Await("PWR.CSR", 1 << 16, 1 << 16);
        chip.Set("PWR.CR", 1 << 17);
        chip.Await("PWR.CSR", 1 << 17, 1 << 17);
        chip.Await("PWR.CSR", 1 << 14, 1 << 14);
        chip["FLASH.ACR"] = 0x705;
        Assert.Equal(5u, chip["FLASH.ACR"] & 0xF);
        chip["RCC.CFGR"] = 2 | (5 << 10);
        chip.Await("RCC.CFGR", 0xC, 2 << 2);
        Assert.Equal(new ChipSettings(5, true, true, true, 180e6), chip.Chip.Settings);
        Assert.Equal(90e6, chip.Chip.Clocks.Hz("timer"));
        Assert.Equal(0x421u, chip["DBGMCU.IDCODE"] & 0xFFF);
    }

    [Fact]
    public void F7_runs_at_216_MHz()
    {
        var chip = new ChipBus("stm32f746");
        chip.Set("RCC.CR", On16);
        chip.Await("RCC.CR", 1 << 17, 1 << 17);
        chip["RCC.PLLCFGR"] = 25 | (432 << 6) | (0 << 16) | (1 << 22) | (9 << 24);
        chip.Set("RCC.CR", On24);
        chip.Await("RCC.CR", Ready25, Ready25);
        chip.Set("PWR.CR1", 1 << 16);
        chip.Await("PWR.CSR1", 1 << 16, 1 << 16);
        chip.Set("PWR.CR1", 1 << 17);
        chip.Await("PWR.CSR1", 1 << 17, 1 << 17);
        chip.Await("PWR.CSR1", 1 << 14, 1 << 14);
        chip["FLASH.ACR"] = 0x307;
        chip["RCC.CFGR"] = 2 | (5 << 10) | (4 << 13);
        chip.Await("RCC.CFGR", 0xC, 2 << 2);
        Assert.Equal(new ChipSettings(7, true, true, null, 216e6), chip.Chip.Settings);
        Assert.Equal(108e6, chip.Chip.Clocks.Hz("timer"));
    }

    [Theory]
    [InlineData("nucleo-h7a3zi", 280u, 3u)]
    [InlineData("stm32h743", 400u, 7u)]
    public void H7_runs_from_its_pll(string board, uint megahertz, uint waitStatesAtReset)
    {
        var chip = new ChipBus(board);
        Assert.Equal(64e6, chip.Chip.Settings.CoreHz);
        Assert.Equal(waitStatesAtReset, chip["FLASH.ACR"] & 0xF);
        chip.Set("PWR.CR3", 2);
        chip.Await("PWR.CSR1", 1 << 13, 1 << 13);
        chip["PWR.D3CR"] = 3 << 14;
        chip.Await("PWR.D3CR", 1 << 13, 1 << 13);
        chip.Await("PWR.CSR1", 3 << 14, 3 << 14);
        chip.Set("RCC.CR", On16 | (1 << 12) | (1 << 7));
        chip.Await("RCC.CR", (1 << 17) | (1 << 13) | (1 << 8), (1 << 17) | (1 << 13) | (1 << 8));
        chip["RCC.PLLCKSELR"] = 2 | (4 << 4);
        chip["RCC.PLL1DIVR"] = (megahertz - 1) | (0 << 9);
        chip.Set("RCC.CR", On24);
        chip.Await("RCC.CR", Ready25, Ready25);
        chip["FLASH.ACR"] = 0x26;
        chip["RCC.D1CFGR"] = 8;
        chip["RCC.D2CFGR"] = (4 << 4) | (4 << 8);
        chip["RCC.CFGR"] = 3;
        chip.Await("RCC.CFGR", 7 << 3, 3 << 3);
        Assert.Equal(2e6 * megahertz, chip.Chip.Settings.CoreHz);
        chip["RCC.PLL1DIVR"] = (megahertz - 1) | (1 << 9);
        Assert.Equal((6, 1e6 * megahertz), (chip.Chip.Settings.WaitStates, chip.Chip.Settings.CoreHz));
        Assert.Equal(1e6 * megahertz / 2, chip.Chip.Clocks.Hz("timer"));
    }

    [Fact]
    public void L4_runs_at_120_MHz_from_MSI()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        Assert.Equal(new ChipSettings(0, false, true, true, 4e6), chip.Chip.Settings);
        chip["PWR.CR1"] = 0x200;
        chip.Await("PWR.SR2", 1 << 10, 0);
        chip["PWR.CR5"] &= ~On8;
        chip["RCC.CSR"] |= 1;
        chip.Await("RCC.CSR", 2, 2);
        chip["RCC.CRRCR"] = 1;
        chip.Await("RCC.CRRCR", 2, 2);
        chip.Await("RCC.CR", 2, 2);
        chip["RCC.PLLCFGR"] = 1 | (0 << 4) | (60 << 8) | (1 << 24) | (0 << 25);
        chip.Set("RCC.CR", On24);
        chip.Await("RCC.CR", Ready25, Ready25);
        chip["FLASH.ACR"] = 0x705;
        chip["RCC.CFGR"] = 3;
        chip.Await("RCC.CFGR", 0xC, 0xC);
        Assert.Equal(new ChipSettings(5, true, true, true, 120e6), chip.Chip.Settings);
        chip["RCC.CR"] = (chip["RCC.CR"] & ~0xF0u) | (7 << 4) | 8;
        Assert.Equal(240e6, chip.Chip.Settings.CoreHz);
        Assert.Equal(0x1000u, chip[0x4800_1810]); // The external supply of a NUCLEO-L4R5ZI-P is good.
    }

    [Fact]
    public void U5_runs_at_160_MHz()
    {
        var chip = new ChipBus("nucleo-u575zi");
        Assert.Equal(new ChipSettings(1, false, false, null, 4e6), chip.Chip.Settings);
        chip["PWR.CR3"] = 2;
        chip.Await("PWR.SVMSR", 2, 2);
        chip["PWR.VOSR"] = (3 << 16) | (1 << 18);
        chip.Await("PWR.VOSR", 3 << 14, 3 << 14);
        chip.Await("PWR.SVMSR", (1 << 15) | (3 << 16), (1 << 15) | (3 << 16));
        chip["RCC.PLL1CFGR"] = 1 | (0 << 8) | (1 << 18);
        chip["RCC.PLL1DIVR"] = 79 | (1u << 24);
        chip.Set("RCC.CR", On24 | On8 | (1 << 12) | (1 << 14));
        chip.Await("RCC.CR", Ready25 | (1 << 10) | (1 << 13) | (1 << 15), Ready25 | (1 << 10) | (1 << 13) | (1 << 15));
        chip["FLASH.ACR"] = 0x104;
        chip["RCC.CFGR1"] = 3;
        chip.Await("RCC.CFGR1", 0xC, 0xC);
        chip["ICACHE.CR"] = 6;
        chip.Await("ICACHE.CR", 2, 0);
        chip.Await("ICACHE.SR", 3, 2);
        chip["ICACHE.CR"] = 5;
        Assert.Equal(new ChipSettings(4, true, true, null, 160e6), chip.Chip.Settings);
    }

    [Fact]
    public void U3_runs_at_96_MHz()
    {
        var chip = new ChipBus("nucleo-u385rg");
        Assert.Equal(new ChipSettings(1, false, false, null, 12e6), chip.Chip.Settings);
        chip["PWR.VOSR"] = 1;
        chip.Await("PWR.VOSR", 3 << 16, 1 << 16);
        chip.Set("PWR.VOSR", 1 << 8);
        chip.Await("PWR.VOSR", On24, On24);
        chip["FLASH.ACR"] = 2;
        chip["RCC.ICSCR1"] = 1 << 23;
        chip.Await("RCC.CR", 1 << 2, 1 << 2);
        chip["ICACHE.CR"] = 1;
        Assert.Equal(new ChipSettings(2, false, true, null, 96e6), chip.Chip.Settings);
    }

    [Fact]
    public void G0_runs_at_64_MHz()
    {
        var chip = new ChipBus("nucleo-g0b1re");
        Assert.Equal(16e6, chip.Chip.Settings.CoreHz);
        chip["PWR.CR1"] = 0x200;
        chip.Await("PWR.SR2", 1 << 10, 0);
        chip["RCC.PLLCFGR"] = 2 | (0 << 4) | (8 << 8) | (1 << 28) | (1u << 29);
        chip.Set("RCC.CR", On24);
        chip.Await("RCC.CR", Ready25, Ready25);
        chip["FLASH.ACR"] = 0x302;
        chip["RCC.CFGR"] = 2;
        chip.Await("RCC.CFGR", 7 << 3, 2 << 3);
        Assert.Equal(new ChipSettings(2, true, true, null, 64e6), chip.Chip.Settings);
    }

    [Fact]
    public void F1_runs_at_72_MHz()
    {
        var chip = new ChipBus("bluepill");
        chip.Set("RCC.CR", On16);
        chip.Await("RCC.CR", 1 << 17, 1 << 17);
        chip["RCC.CFGR"] = (1 << 16) | (7 << 18) | (4 << 8);
        chip.Set("RCC.CR", On24);
        chip.Await("RCC.CR", Ready25, Ready25);
        chip["FLASH.ACR"] = 0x12;
        chip.Await("FLASH.ACR", 1 << 5, 1 << 5);
        chip.Set("RCC.CFGR", 2);
        chip.Await("RCC.CFGR", 0xC, 2 << 2);
        Assert.Equal(new ChipSettings(2, true, null, null, 72e6), chip.Chip.Settings);
    }

    [Fact]
    public void Rp2040_runs_at_125_MHz()
    {
        var chip = new ChipBus("rp2040");
        uint resets = chip.Address("RESETS.RESET");
        chip[resets + 0x3000] = 0x01FF_FFFF & ~(1u << 24);
        chip.Await("RESETS.RESET_DONE", 0xFF_FFFF, 0xFF_FFFF);
        Assert.Equal(0u, chip["RESETS.RESET_DONE"] >> 24);
        chip.Await("XOSC.STATUS", 1u << 31, 1u << 31);
        chip["PLL_SYS.FBDIV"] = 125;
        chip["PLL_SYS.PRIM"] = (6 << 16) | (2 << 12);
        chip.Await("PLL_SYS.CS", 1u << 31, 1u << 31);
        chip[chip.Address("CLOCKS.CLK_REF_CTRL") + 0x2000] = 2;
        chip.Await("CLOCKS.CLK_REF_SELECTED", 0xF, 1 << 2);
        chip[chip.Address("CLOCKS.CLK_SYS_CTRL") + 0x1000] = 1;
        chip.Await("CLOCKS.CLK_SYS_SELECTED", 3, 2);
        Assert.Equal(125e6, chip.Chip.Settings.CoreHz);
    }

    [Fact]
    public void Nrf52840_starts_its_clocks()
    {
        var chip = new ChipBus("nrf52840dk");
        chip["CLOCK.EVENTS_HFCLKSTARTED"] = 0;
        Assert.Equal(0u, chip["CLOCK.EVENTS_HFCLKSTARTED"]);
        chip["CLOCK.TASKS_HFCLKSTART"] = 1;
        chip.Await("CLOCK.EVENTS_HFCLKSTARTED", 1, 1);
        chip.Await("NVMC.READY", 1, 1);
        chip["NVMC.ICACHECNF"] = 1;
        Assert.Equal(new ChipSettings(null, null, true, null, 64e6), chip.Chip.Settings);
    }
}
