using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using McuSim.Boards;
using McuSim.Machine.Chips.Devices;
using McuSim.Machine.Memory;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>The peripherals of a board's chip, as its chip file declares them.</summary>
internal sealed class Chip : IDmaBus, IRegisterFile
{
    private readonly Board board;
    private readonly IDeviceHost host;
    private readonly MachineOptions options;
    private readonly SerialRouter serial;
    private readonly FirmwareImage? image;
    private readonly List<PeripheralRegion> regions = [];
    private readonly Dictionary<uint, (RegisterBlock Block, uint Offset)> registers = [];
    private readonly ImmutableArray<uint> settingRegisters;
    private readonly ImmutableArray<FlashWriter> flashWriters;
    private readonly Dictionary<int, int> askingDevices = [];
    private readonly Dictionary<string, IPort> ports = new(StringComparer.Ordinal);
    private readonly NrfEvents events;
    private ExternalInterrupts? externalInterrupts;
    private NrfGpiote? gpiote;
    private Rp2350Sio? sio;

    internal Chip(Board board, IDeviceHost host, MachineOptions options, FlashMemory? flash = null, FirmwareImage? image = null)
    {
        this.image = image;
        events = new NrfEvents(this);
        flashWriters = flash is null ? [] : [.. (board.Chip?.FlashWriters ?? []).Select(w => new FlashWriter(w, this, flash, host.SetInterrupt))];
        this.board = board;
        this.host = host;
        this.options = options;
        serial = new SerialRouter(options);
        Clocks = new ClockTree(board, Peek);
        settingRegisters = SettingRegisters(board.Chip);
        foreach (MemoryRegion region in board.Regions.Where(r => r.Kind == MemoryKind.Peripheral))
            regions.Add(new PeripheralRegion(this, region.Start, region.Size, Poll));
        Pins = new PinSchedule(PinInput.Of(board).Concat(options.Pins), host, () => Clocks.Hz("core") ?? board.ClockHz, SetPin);
        CoreArea = new PeripheralRegion(this, PrivatePeripheralBus.Start, PrivatePeripheralBus.Size, Poll);
    }

    /// <summary>Whether it has coprocessors that the engine does not know.</summary>
    internal bool HasCoprocessors => sio is not null;

    /// <summary>The coprocessor with a number, or null.</summary>
    internal ICoprocessor? Coprocessor(int number) => sio?.Coprocessor(number);

    /// <summary>What its serial ports are connected to.</summary>
    internal SerialRouter Serial => serial;

    /// <summary>The chip's clocks.</summary>
    internal ClockTree Clocks { get; }

    /// <summary>The register that the program polls.</summary>
    internal PollDetector Poll { get; } = new();

    /// <summary>The devices, one for each peripheral region of the board, in the board's order.</summary>
    internal IReadOnlyList<PeripheralRegion> Regions => regions;

    /// <summary>Those of the chip's peripherals that lie on the private peripheral bus (DBGMCU); offsets count from 0xE0000000.</summary>
    internal PeripheralRegion CoreArea { get; }

    /// <summary>What the program has set up.</summary>
    internal ChipSettings Settings
    {
        get
        {
            ChipSettingFields? fields = board.Chip?.Settings;
            return new ChipSettings(
                (int?)Value(fields?.WaitStates), Flag(fields?.Prefetch), Flag(fields?.InstructionAccelerator), Flag(fields?.DataAccelerator), Clocks.Hz("core"));
        }
    }

    /// <summary>Whether a watchdog runs.</summary>
    internal bool IsWatched => regions.Any(r => r.IsWatched);

    /// <summary>What the outside does to pins.</summary>
    internal PinSchedule Pins { get; }

    /// <summary>Whether devices are reset by a reset of the system, not by power-on.</summary>
    internal bool IsRestarting { get; private set; }

    /// <inheritdoc/>
    public uint Before { get; private set; }

    /// <inheritdoc/>
    public uint this[uint address]
    {
        get => registers.TryGetValue(address, out var at) ? at.Block.Raw(at.Offset) : 0;
        set
        {
            if (registers.TryGetValue(address, out var at)) at.Block.Poke(at.Offset, value);
        }
    }

    /// <summary>Told after the program wrote a register that <see cref="Settings"/> may depend on.</summary>
    internal Action? SettingsWritten { get; set; }

    /// <summary>The registers that the program used and McuSim does not know, by address.</summary>
    internal ImmutableArray<UnknownRegister> UnknownRegisters =>
        [.. regions.SelectMany(r => r.Unknown.Counts).Select(c => new UnknownRegister(c.Address, c.Reads, c.Writes, PeripheralAt(c.Address)?.Name)).OrderBy(u => u.Address)];

    /// <summary>What people call the register at an address: <c>RCC.CR (0x40023800)</c>.</summary>
    internal string Name(uint address)
    {
        string hex = string.Create(CultureInfo.InvariantCulture, $"0x{address:X8}");
        if (PeripheralAt(address) is not { } peripheral)
            return hex;
        uint offset = address - peripheral.Start;
        ChipRegister? known = peripheral.Registers.FirstOrDefault(r => r.Offset == offset);
        string register = known?.Name ?? string.Create(CultureInfo.InvariantCulture, $"+0x{offset:X2}");
        string absent = (known?.Absent ?? peripheral.Absent) is { } what ? $": McuSim has no {what}" : "";
        return $"{peripheral.Name}{(register[0] == '+' ? "" : ".")}{register} ({hex}{absent})";
    }

    /// <summary>Writes the words that identify the chip into its ROM.</summary>
    internal void WriteIdentity(MemoryMap memory)
    {
        uint flash = board.Regions.FirstOrDefault(r => r.Name == board.Placement.Code)?.Size ?? 0;
        if (board.Chip?.Identity is not { } identity)
            return;
        if (identity.FlashSizeAt is { } size && memory.Find(size, 2) is { Region.Kind: MemoryKind.Rom } sizeRegion)
            BinaryPrimitives.WriteUInt16LittleEndian(sizeRegion.Span(size, 2), (ushort)(flash >> 10));
        // Any number will do; this one says that it is none of a real chip.
        if (identity.UniqueIdAt is { } id && memory.Find(id, 12) is { Region.Kind: MemoryKind.Rom } idRegion)
            "McuSim chip 1"u8[..12].CopyTo(idRegion.Span(id, 12));
        if (identity.BootRom is { } rom)
            BootRom.Write(rom, memory);
    }

    /// <summary>The value of one of the chip's registers; zero when it is not known.</summary>
    internal uint Peek(uint address) => registers.TryGetValue(address, out var at) ? at.Block.Peek(at.Offset) : 0;

    /// <summary>The peripherals in a range of addresses.</summary>
    internal IEnumerable<ChipPeripheral> PeripheralsIn(uint start, ulong size) =>
        (board.Chip?.Peripherals ?? []).Where(p => p.Start >= start && p.Start + (ulong)p.Size <= start + size);

    /// <summary>The device for a peripheral.</summary>
    internal IBusDevice Connect(ChipPeripheral peripheral, UnknownRegisters unknown)
    {
        if (ChipDevices.Create(peripheral, new LineSharer(host, askingDevices), Clocks, serial, options.PinChanged, this, events, [.. (board.Chip?.Peripherals ?? []).Where(p => p.Device == "nrf-gpio").OrderBy(p => p.Start).Select(p => p.Start)], unknown, options.Sounds) is { } device)
        {
            if (device is IPort port) ports[peripheral.Name] = port;
            externalInterrupts ??= device as ExternalInterrupts;
            gpiote ??= device as NrfGpiote;
            sio ??= device as Rp2350Sio;
            return device;
        }

        bool sets = settingRegisters.Any(address => address - peripheral.Start < peripheral.Size);
        ChipSecondCore? core = board.Chip?.SecondCore is { } second && second.Power.Address - peripheral.Start < peripheral.Size ? second : null;
        RegisterField? remove = board.Chip?.ResetFlags?.Remove;
        bool removesFlags = remove is { } flag && flag.Address - peripheral.Start < peripheral.Size;
        var block = new RegisterBlock(peripheral, unknown)
        {
            Stored = peripheral.Fill is null || image is null ? ImmutableDictionary<uint, uint>.Empty : image.Words(peripheral.Start, peripheral.Size),
            Written = !sets && core is null && !WritesFlash(peripheral) && !removesFlags ? null : (offset, before) =>
            {
                Before = before;
                if (removesFlags && remove!.Value is var r && peripheral.Start + offset == r.Address && r.Of(this[r.Address]) != 0) this[r.Address] &= r.Mask - 1;
                if (WritesFlash(peripheral)) foreach (FlashWriter writer in flashWriters) writer.Written(peripheral.Start + offset);
                if (sets) SettingsWritten?.Invoke();
                if (core is not null && peripheral.Start + offset == core.Power.Address) StartSecondCore(core, before);
            },
        };
        block.Reset();
        foreach (ChipRegister register in peripheral.Registers)
            registers[peripheral.Start + register.Offset] = (block, register.Offset);
        return block;
    }

    /// <summary>An edge reaches EXTI whichever port it selects for the pin's number.</summary>
    private void SetPin(PinInput input)
    {
        if (ports.GetValueOrDefault(input.Port)?.SetInput(input.Pin, input.High) != true)
            return;
        if (input.Pin < 16) externalInterrupts?.Edge(input.Pin, input.High);
        gpiote?.Edge(input.Port, input.Pin, input.High);
    }

    private void StartSecondCore(ChipSecondCore core, uint before)
    {
        if (core.Power.Of(before) != core.On && core.Power.Of(Peek(core.Power.Address)) == core.On)
            host.StartCore(core.Vectors.Of(Peek(core.Vectors.Address)) << core.Vectors.Shift);
    }

    /// <summary>A store to the code flash; false when the program did not ask the flash interface for it.</summary>
    internal bool StoreToFlash(uint offset, int size, long value) => flashWriters.Any(w => w.Store(offset, size, value));

    /// <summary>Begins a reset of the system: backed-up devices catch up with the clock that ends.</summary>
    internal void BeginRestart()
    {
        IsRestarting = true;
        foreach (PeripheralRegion region in regions) region.CatchUpBackedUp(host.Now);
    }

    /// <summary>Ends it: the chip's flags tell why.</summary>
    internal void EndRestart(ResetCause cause)
    {
        IsRestarting = false;
        ChipResetFlags? flags = board.Chip?.ResetFlags;
        RegisterField? flag = cause switch { ResetCause.Software => flags?.Software, ResetCause.Watchdog => flags?.Watchdog, _ => flags?.WindowWatchdog };
        if (flag is { } f) this[f.Address] |= f.Mask;
    }

    /// <inheritdoc/>
    public ulong? ReadyAt(uint address)
    {
        if (RegionOf(address)?.DeviceAt(address) is not ({ } device, var offset) || device is not IDmaSource source)
            return null;
        if (device is ITimedDevice timed && timed.NextEvent <= host.Now) timed.Elapse(host.Now);
        return source.ReadyAt(offset);
    }

    /// <inheritdoc/>
    public ulong? Read(uint address, int size) => RegionOf(address) is { } region ? region.ReadAt(address, size) : null;

    /// <inheritdoc/>
    public bool Write(uint address, int size, ulong value)
    {
        if (RegionOf(address) is not { } region)
            return false;
        region.WriteAt(address, size, value);
        return true;
    }

    private PeripheralRegion? RegionOf(uint address) => regions.Find(r => r.Holds(address));

    private bool WritesFlash(ChipPeripheral peripheral) =>
        !flashWriters.IsEmpty && board.Chip!.FlashWriters.Any(w => w.Erase.Address - peripheral.Start < peripheral.Size);

    /// <summary>The registers that decide on clocks and flash.</summary>
    private static ImmutableArray<uint> SettingRegisters(ChipFamily? chip)
    {
        if (chip is null) return [];
        ChipSettingFields s = chip.Settings;
        RegisterField?[] flash = [s.WaitStates, s.Prefetch, s.InstructionAccelerator, s.DataAccelerator];
        IEnumerable<RegisterField?> clocks = chip.Clocks.Select(clock => clock switch
        {
            TunedClock tuned => tuned.Field,
            ChosenClock chosen => chosen.Field,
            ScaledClock scaled => scaled.Field,
            _ => (RegisterField?)null,
        });
        return [.. flash.Concat(clocks).OfType<RegisterField>().Select(f => f.Address).Distinct()];
    }

    private ChipPeripheral? PeripheralAt(uint address) => board.Chip?.Peripherals.FirstOrDefault(p => address - p.Start < p.Size);

    private uint? Value(RegisterField? field) => field is { } f ? f.Of(Peek(f.Address)) : null;

    private bool? Flag(RegisterField? field) => Value(field) is { } value ? value != 0 : null;
}
