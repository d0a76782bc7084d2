using McuSim.Boards;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>Makes the devices that chip files name.</summary>
internal static class ChipDevices
{
    /// <summary>The device of a peripheral, or null when it only has registers.</summary>
    internal static IBusDevice? Create(ChipPeripheral peripheral, IDeviceHost host, ClockTree clocks, SerialRouter serial, Action<PinChange>? pinChanged, Action<uint, int, ulong> write)
    {
        IBusDevice? device = peripheral.Device switch
        {
            "gpio" or "gpio-v1" => new Gpio(
                peripheral.Device == "gpio-v1", peripheral.Registers.FirstOrDefault(r => r.Name == "IDR")?.Ones ?? 0,
                pinChanged is null ? null : (pin, isHigh) => pinChanged(new(peripheral.Name, pin, isHigh, host.Now))),
            "usart-v1" or "usart-v2" => new Usart(peripheral.Name, peripheral.Interrupt, peripheral.Device == "usart-v2", host, serial),
            "timer-16" => new Timer(peripheral.Interrupt, 0xFFFF, host, () => Ratio(clocks, peripheral.Clock)),
            "timer-32" => new Timer(peripheral.Interrupt, uint.MaxValue, host, () => Ratio(clocks, peripheral.Clock)),
            "rng" => new RandomNumbers(peripheral.Interrupt, host),
            "crc" => new CrcUnit(),
            "uart-pl011" => new UartPl011(peripheral.Name, peripheral.Interrupt, host, serial),
            "nrf-uart" => new NrfUart(peripheral.Name, peripheral.Interrupt, host, serial),
            "nrf-timer" or "nrf-rtc" => new NrfTimer(peripheral.Interrupt ?? 0, peripheral.Device == "nrf-rtc", host, clocks),
            "psoc-scb" => new PsocSerial(peripheral.Name, peripheral.Interrupt, host, serial),
            "dma-streams" or "dma-channels" => new DmaController(peripheral.Device == "dma-streams", peripheral.Interrupts, host, write),
            "rp2040-sio" => new Rp2040Sio(),
            "rp2040-timer" => new Rp2040Timer(peripheral.Interrupt ?? 0, host, clocks),
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
