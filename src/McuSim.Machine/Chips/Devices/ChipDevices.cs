using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>Makes the devices that chip files name.</summary>
internal static class ChipDevices
{
    /// <summary>Where the chip file has no clock tree.</summary>
    private const double DefaultHz = 16e6;

    private const double WatchCrystalHz = 32_768;

    /// <summary>The device of a peripheral, or null when it only has registers.</summary>
    internal static IBusDevice? Create(
        ChipPeripheral peripheral, IDeviceHost host, ClockTree clocks, SerialRouter serial, Action<PinChange>? pinChanged, IDmaBus bus, NrfEvents events, ImmutableArray<uint> nrfPorts, UnknownRegisters unknown, IReadOnlyList<SoundInput> sounds)
    {
        string? kind = peripheral.Device;
        var registers = new RegisterBlock(peripheral with { Plain = true }, unknown);
        ImmutableArray<int> lines = peripheral.Interrupts.IsEmpty && peripheral.Interrupt is { } only ? [only] : peripheral.Interrupts;
        Func<double> coreHz = () => clocks.Hz("core") ?? DefaultHz;
        Func<ClockRatio> ratio = () => Ratio(clocks, peripheral.Clock);
        Action<int, bool>? changed = pinChanged is null ? null : (pin, isHigh) => pinChanged(new(peripheral.Name, pin, isHigh, host.Now));
        IBusDevice? device = kind switch
        {
            "gpio" or "gpio-v1" => new Gpio(
                kind == "gpio-v1", peripheral.Registers.FirstOrDefault(r => r.Name == "IDR")?.Ones ?? 0, changed),
            "usart-v1" or "usart-v2" => new Usart(peripheral.Name, peripheral.Interrupt, kind == "usart-v2", host, serial),
            "timer-16" => new Timer(lines, 0xFFFF, host, ratio),
            "timer-32" => new Timer(lines, uint.MaxValue, host, ratio),
            "rng" => new RandomNumbers(peripheral.Interrupt, host),
            "crc" => new CrcUnit(),
            "uart-pl011" => new UartPl011(peripheral.Name, peripheral.Interrupt, host, serial),
            "nrf-uart" => new NrfUart(peripheral.Name, peripheral.Start, peripheral.Interrupt, host, serial, events),
            "nrf-timer" or "nrf-rtc" => new NrfTimer(peripheral.Start, peripheral.Interrupt ?? 0, kind == "nrf-rtc", host, clocks, events),
            "nrf-rng" => new NrfRandomNumbers(peripheral.Start, peripheral.Interrupt, host, registers, events),
            "nrf-gpio" => new NrfGpio(peripheral.Start, registers, changed),
            "nrf-tasks" => new NrfTasks(peripheral, host, registers, events),
            "uart" => new RegisterUart(peripheral, peripheral.Serial!, host, serial, registers),
            "port" => new RegisterPort(peripheral, peripheral.Port!, registers, changed),
            "nrf-gpiote" => new NrfGpiote(peripheral, host, registers, bus, nrfPorts, events),
            "nrf-ppi" => new NrfPpi(registers, events),
            "psoc-scb" => new PsocSerial(peripheral.Name, peripheral.Interrupt, host, serial),
            "dma-streams" or "dma-channels" => new DmaController(kind == "dma-streams", peripheral.Interrupts, host, bus),
            "sam-sercom" => new SamSercom(peripheral.Name, lines, host, serial),
            "gpdma" => new LinkedDma(peripheral.Interrupts, host, bus),
            "sai" => new Sai(peripheral.Name, peripheral.Interrupt, sounds, host, coreHz, registers),
            "rtc" or "rtc-v2" => new RealTimeClock(kind == "rtc-v2", lines, host, coreHz, () => Math.Max(1, (peripheral.Clock is { } clock ? clocks.Hz(clock) : null) ?? WatchCrystalHz)),
            "adc-v1" or "adc-v2" => new Adc(kind == "adc-v2", peripheral.Interrupt, host, registers),
            "spi-v1" or "spi-v2" => new Spi(kind == "spi-v2", peripheral.Interrupt, host, registers),
            "i2c-v1" or "i2c-v2" => new I2c(kind == "i2c-v2", lines, host, registers),
            "exti" or "exti-v2" or "exti-h7" or "exti-wb" => new ExternalInterrupts(ExternalInterruptLayout.Of(kind), peripheral.Interrupts, host, registers),
            "iwdg" => new IndependentWatchdog(host, coreHz, registers),
            "wwdg" or "wwdg-v2" => new WindowWatchdog(peripheral.Interrupt, kind == "wwdg-v2", host, ratio, registers),
            "lptim" => new LowPowerTimer(peripheral.Interrupt, host, ratio, registers),
            "rp2040-sio" => new Rp2040Sio(changed),
            "rp2040-ssi" => new Rp2040Ssi(registers, bus),
            "rp2040-dma" => new Rp2040Dma(peripheral.Interrupts, host, bus),
            "rp2350-sio" => new Rp2350Sio(changed, host),
            "rp2040-timer" or "rp2350-timer" => new Rp2040Timer(kind == "rp2350-timer", peripheral.Interrupt ?? 0, host, clocks),
            _ => null,
        };
        device?.Reset();
        return device;
    }

    /// <summary>A clock against the core's; equal when either is not known.</summary>
    private static ClockRatio Ratio(ClockTree clocks, string? name)
    {
        if (name is null || clocks.Hz("core") is not { } core || clocks.Hz(name) is not { } own || core < 1 || own < 1)
            return new ClockRatio(1, 1);
        ulong ticks = (ulong)Math.Round(own), cycles = (ulong)Math.Round(core);
        ulong divisor = (ulong)global::System.Numerics.BigInteger.GreatestCommonDivisor(ticks, cycles);
        return new ClockRatio(ticks / divisor, cycles / divisor);
    }
}
