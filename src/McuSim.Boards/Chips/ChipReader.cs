using System.Collections.Immutable;

using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Turns the fields of a chip file into a <see cref="ChipFamily"/>. The format is described in docs/boards.md.</summary>
internal static class ChipReader
{
    private const int MaxPeripherals = 256;
    private static readonly ImmutableArray<string> Devices =
        ["gpio", "gpio-v1", "usart-v1", "usart-v2", "timer-16", "timer-32", "rng", "crc", "uart-pl011", "nrf-uart", "nrf-timer", "nrf-rtc", "dma-streams", "dma-channels", "rp2040-timer", "rp2040-sio", "rp2040-ssi", "rp2040-dma", "psoc-scb",
        "rtc", "rtc-v2", "adc-v1", "adc-v2", "spi-v1", "spi-v2", "i2c-v1", "i2c-v2", "iwdg", "wwdg", "wwdg-v2", "lptim", "exti", "exti-v2", "exti-h7", "exti-wb", "nrf-rng", "nrf-gpio", "nrf-tasks", "nrf-ppi", "nrf-gpiote", "uart", "port", "sai", "gpdma", "sam-sercom", "rp2350-sio", "rp2350-timer"];

    internal static (ChipFamily Family, byte[] Bytes) Read(string nameOrPath, string folder)
    {
        (string name, YamlMapping fields, byte[] bytes) = ChipFile.Read(nameOrPath, folder);
        Section root = Section.Open(fields, "", "title", "extends", "source", "peripherals", "identity", "settings", "clocks", "second_core", "flash_writing", "reset_flags");
        root.Line("source");
        YamlMapping peripherals = root.Mapping("peripherals");
        if (peripherals.Fields.Count is 0 or > MaxPeripherals)
            throw root.Bad("peripherals", $"must name 1 to {MaxPeripherals} peripherals");
        var places = new RegisterPlaces(peripherals);
        ImmutableArray<ChipClock> clocks = ClockReader.Clocks(root, places);
        ImmutableArray<ChipPeripheral> read = [.. peripherals.Fields.Select(f => Peripheral(f, places, clocks))];
        CheckOverlaps(root, read);
        return (new ChipFamily(name, root.Line("title"), read, Identity(root), Settings(root, places), clocks) { SecondCore = SecondCore(root, places), FlashWriters = FlashWriterReader.Read(root, places), ResetFlags = ResetFlags(root, places) }, bytes);
    }

    private static ChipPeripheral Peripheral(YamlField field, RegisterPlaces places, ImmutableArray<ChipClock> clocks)
    {
        Section at = RegisterPlaces.Peripheral(field);
        string? device = at.Has("device") ? at.Choice("device", [.. Devices.Select(d => (d, d))]) : null;
        string? clock = at.Has("clock") ? at.Choice("clock", [.. clocks.Select(c => (c.Name, c.Name))]) : null;
        int? interrupt = at.Has("interrupt") ? at.Whole("interrupt", 0, 479) : null;
        ImmutableArray<ChipRegister> registers = at.Has("registers")
            ? [.. at.Mapping("registers").Fields.Select(f => Register(field.Name, f, places))]
            : [];
        return new ChipPeripheral(
            field.Name, at.Address("at"), RegisterPlaces.Size(at), device, interrupt, clock, at.Flag("plain", false), at.Flag("atomic_aliases", false), registers)
        {
            Serial = device == "uart" ? Serial(at, field.Name, places) : null,
            Port = device == "port" ? Port(at, field.Name, places) : null,
            Absent = at.Has("absent") ? at.Line("absent") : null,
            Fill = at.Has("fill") ? at.Address("fill") : null,
            Interrupts = at.Has("interrupts") ? [.. at.Texts("interrupts").Select(text => int.TryParse(text, out int line) && line is >= 0 and < 480 ? line : throw at.Wrong("interrupts", "a list of numbers"))] : [],
        };
    }

    private static ChipSerial Serial(Section peripheral, string name, RegisterPlaces places)
    {
        Section at = peripheral.Child("serial", "transmit", "receive", "received", "not_received", "receiver_on", "receive_interrupt", "transmit_interrupt");
        RegisterField? Field(string field) => at.Has(field) ? places.Own(at, field, name) : null;
        return new ChipSerial(
            places.Own(at, "transmit", name), places.Own(at, "receive", name), Field("received"), Field("not_received"), Field("receiver_on"), Field("receive_interrupt"), Field("transmit_interrupt"));
    }

    private static ChipPort Port(Section peripheral, string name, RegisterPlaces places)
    {
        Section at = peripheral.Child("port", "outputs", "inputs", "directions");
        RegisterField? Field(string field) => at.Has(field) ? places.Own(at, field, name) : null;
        return new ChipPort(places.Own(at, "outputs", name), Field("inputs"), Field("directions"));
    }

    private static RegisterDoor? Door(Section at, string peripheral, string register, uint offset, RegisterPlaces places)
    {
        (string Name, DoorKind Kind)[] kinds = [.. new[] { ("sets", DoorKind.Set), ("clears", DoorKind.Clear), ("toggles", DoorKind.Toggle) }.Where(k => at.Has(k.Item1))];
        return kinds.Length switch
        {
            0 => null,
            1 => new RegisterDoor(places.Other(at, kinds[0].Name, peripheral, register, offset), kinds[0].Kind),
            _ => throw at.Bad(kinds[1].Name, $"stands beside {kinds[0].Name}; a register has one of sets, clears and toggles"),
        };
    }

    private static ChipRegister Register(string peripheral, YamlField field, RegisterPlaces places)
    {
        Section at = RegisterPlaces.Register(peripheral, field);
        uint Bits(string name) => at.Has(name) ? places.Bits(at, name) : 0;
        uint offset = places.Offset(at);
        uint readOnly = at.Has("read_only") && at.Text("read_only") == "all" ? uint.MaxValue : Bits("read_only");
        return new ChipRegister(
            field.Name, offset, at.Has("reset") ? at.Address("reset") : 0, readOnly, Bits("ones"), Bits("zeros"), Bits("write_one_clears"),
            at.Has("follow") ? places.Follow(at, peripheral, field.Name) : [])
        {
            Absent = at.Has("absent") ? at.Line("absent") : null,
            Door = Door(at, peripheral, field.Name, offset, places),
            Entries = at.Has("entry") ? new RegisterEntries(places.Bits(at, "entry"), places.Other(at, "of", peripheral, field.Name, offset)) : null,
        };
    }

    private static ChipIdentity? Identity(Section root)
    {
        if (!root.Has("identity"))
            return null;
        Section at = root.Child("identity", "flash_size_at", "unique_id_at", "boot_rom");
        return new ChipIdentity(
            at.Has("flash_size_at") ? at.Address("flash_size_at") : null, at.Has("unique_id_at") ? at.Address("unique_id_at") : null,
            at.Has("boot_rom") ? at.Choice("boot_rom", ("rp2040", "rp2040"), ("rp2350", "rp2350")) : null);
    }

    private static ChipSettingFields Settings(Section root, RegisterPlaces places)
    {
        if (!root.Has("settings"))
            return new ChipSettingFields(null, null, null, null);
        Section at = root.Child("settings", "wait_states", "prefetch", "instruction_accelerator", "data_accelerator");
        RegisterField? Field(string name) => at.Has(name) ? places.Field(at, name) : null;
        return new ChipSettingFields(Field("wait_states"), Field("prefetch"), Field("instruction_accelerator"), Field("data_accelerator"));
    }

    private static ChipSecondCore? SecondCore(Section root, RegisterPlaces places)
    {
        if (!root.Has("second_core"))
            return null;
        Section at = root.Child("second_core", "power", "on", "vectors");
        return new ChipSecondCore(places.Field(at, "power"), (uint)at.Whole("on", 0, int.MaxValue), places.Field(at, "vectors"));
    }

    private static ChipResetFlags? ResetFlags(Section root, RegisterPlaces places)
    {
        if (!root.Has("reset_flags"))
            return null;
        Section at = root.Child("reset_flags", "software", "watchdog", "window_watchdog", "remove");
        RegisterField? Field(string name) => at.Has(name) ? places.Field(at, name) : null;
        return new ChipResetFlags(Field("software"), Field("watchdog"), Field("window_watchdog"), Field("remove"));
    }

    private static void CheckOverlaps(Section root, ImmutableArray<ChipPeripheral> peripherals)
    {
        ChipPeripheral? previous = null;
        foreach (ChipPeripheral next in peripherals.OrderBy(p => p.Start))
        {
            if (previous is not null && previous.Start + (ulong)previous.Size > next.Start)
                throw root.Bad("peripherals", $"has {previous.Name} and {next.Name} at the same address");
            if (next.Start + (ulong)next.Size > 1ul << 32)
                throw root.Bad("peripherals", $"has {next.Name} beyond the end of the address space");
            previous = next;
        }
    }
}
