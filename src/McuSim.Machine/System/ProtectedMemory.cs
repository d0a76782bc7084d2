using System.Buffers.Binary;
using McuSim.Machine.Engine;
using McuSim.Machine.Memory;

namespace McuSim.Machine.System;

/// <summary>
/// Sets the permissions of the engine's pages: makes it refuse what the memory protection unit forbids, and hand stores to the hooks
/// (<see cref="StorePages"/>). The engine protects pages of 1 KiB; in a page that is forbidden in part it refuses
/// everything, and each refused access is judged again by its address (reads only where all accesses are recorded:
/// else the engine asks once per page). Peripherals stay open.
/// </summary>
internal sealed unsafe class ProtectedMemory(UnicornEngine engine, MemoryMap memory, MemoryProtection unit, StorePages stores)
{
    private const UnicornPermissions All = UnicornPermissions.Read | UnicornPermissions.Write | UnicornPermissions.Execute;
    private const int PageSize = (int)MemoryMap.PageSize;

    private readonly Dictionary<MappedRegion, byte[]> applied = [];
    private Mode mode = Mode.Off;
    private bool isNew = true;

    /// <summary>Who runs, as far as permissions depend on it.</summary>
    private enum Mode
    {
        Off,
        Privileged,
        Unprivileged,
    }

    /// <summary>Does a store to flash: region, offset, size, value; false when the program did not ask the flash interface for it. Null for never.</summary>
    internal Func<MappedRegion, uint, int, long, bool>? StoreToFlash { get; set; }

    /// <summary>Whether the engine's permissions are out of date.</summary>
    internal bool IsStale => isNew || unit.HasChanged || (unit.IsOn && Current() != mode);

    /// <summary>Whether it is on, so that a change of privilege has to be noticed.</summary>
    internal bool IsOn => unit.IsOn;

    /// <summary>Brings the engine's permissions up to date.</summary>
    internal void Update()
    {
        if (!IsStale)
            return;
        unit.HasChanged = false;
        isNew = false;
        mode = Current();
        uint[] borders = [.. unit.Regions.SelectMany(Borders).Distinct().Order()];
        foreach (MappedRegion region in memory.Regions)
            Apply(region, borders);
    }

    /// <summary>Whether an access that the engine refused is allowed. A write is done here then: the engine goes on, but drops the value.</summary>
    internal bool Allow(UnicornAccess type, uint address, int size, long value)
    {
        if (type == UnicornAccess.WriteProtected && StoreToFlash is not null && memory.Find(address, size) is { Region.Kind: McuSim.Boards.MemoryKind.Flash } flash
            && (Permissions(address) & UnicornPermissions.Write) != 0)
            return StoreToFlash(flash, address - flash.Region.Start, size, value);
        if (!Allows(Needed(type), address) || !Allows(Needed(type), address + (uint)Math.Max(size, 1) - 1))
            return false;
        if (type != UnicornAccess.WriteProtected)
            return true;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        for (int i = 0; i < Math.Min(size, sizeof(long)); i++)
            memory.Find(address + (uint)i)!.Span(address + (uint)i, 1)[0] = bytes[i];
        return true;
    }

    /// <summary>Whether the unit, not the board, forbids an access.</summary>
    internal bool Forbids(UnicornAccess type, uint address, int size) =>
        mode != Mode.Off
        && ((Permissions(address) & Needed(type)) == 0 || (Permissions(address + (uint)Math.Max(size, 1) - 1) & Needed(type)) == 0);

    private static UnicornPermissions Needed(UnicornAccess type) => type switch
    {
        UnicornAccess.WriteProtected => UnicornPermissions.Write,
        UnicornAccess.ReadProtected => UnicornPermissions.Read,
        UnicornAccess.FetchProtected => UnicornPermissions.Execute,
        _ => UnicornPermissions.None,
    };

    private static UnicornPermissions OfBoard(MappedRegion region) =>
        UnicornPermissions.Read | (region.Region.Writable ? UnicornPermissions.Write : 0) | (region.Region.Executable ? UnicornPermissions.Execute : 0);

    private static IEnumerable<uint> Borders(ProtectedRegion region)
    {
        for (ulong eighth = 0; eighth <= 8; eighth++)
        {
            ulong border = region.Start + (region.Size / 8 * eighth);
            if (border <= uint.MaxValue)
                yield return (uint)border;
        }
    }

    private bool Allows(UnicornPermissions needed, uint address) =>
        memory.Find(address) is { } region && (OfBoard(region) & Permissions(address) & needed) != 0;

    /// <summary>HardFault and NMI handlers run without the unit unless HFNMIENA says otherwise (DDI 0403E, B3.5.1).</summary>
    private Mode Current()
    {
        if (!unit.IsOn)
            return Mode.Off;
        uint exception = engine.ReadRegister(UnicornRegister.Xpsr) & CoreState.ExceptionBits;
        if (exception is ExceptionNumber.Nmi or ExceptionNumber.HardFault)
            return unit.IsOnInHardFault ? Mode.Privileged : Mode.Off;
        return exception == 0 && (engine.ReadRegister(UnicornRegister.Control) & CoreState.Unprivileged) != 0 ? Mode.Unprivileged : Mode.Privileged;
    }

    private UnicornPermissions Permissions(uint address)
    {
        if (mode == Mode.Off)
            return All;
        foreach (ProtectedRegion region in unit.Regions)
        {
            if (!region.Contains(address))
                continue;
            (bool read, bool write) = region.Access(mode == Mode.Privileged);
            return (read ? UnicornPermissions.Read : 0) | (write ? UnicornPermissions.Write : 0)
                | (read && !region.NeverExecutes ? UnicornPermissions.Execute : 0);
        }

        return mode == Mode.Privileged && unit.HasBackground ? All : UnicornPermissions.None;
    }

    private void Apply(MappedRegion region, uint[] borders)
    {
        byte ofBoard = (byte)OfBoard(region);
        if (!applied.TryGetValue(region, out byte[]? before))
            applied[region] = before = [.. Enumerable.Repeat(ofBoard, (int)(region.MapSize / PageSize))];
        byte[] pages = [.. Enumerable.Repeat(ofBoard, before.Length)];
        ulong end = (ulong)region.MapStart + region.MapSize;
        uint start = region.MapStart;
        foreach (ulong next in borders.Where(b => b > region.MapStart && b < end).Select(b => (ulong)b).Append(end))
        {
            byte permissions = (byte)Permissions(start);
            for (ulong page = (start - region.MapStart) / PageSize; page <= (next - 1 - region.MapStart) / PageSize; page++)
                pages[page] &= permissions;
            start = (uint)next;
        }

        uint firstPage = region.MapStart / PageSize;
        for (uint page = 0; page < pages.Length; page++)
        {
            bool isReadable = (pages[page] & (byte)UnicornPermissions.Read) != 0, isWritable = (pages[page] & (byte)UnicornPermissions.Write) != 0;
            stores.ForbidCode(firstPage + page, ((ofBoard ^ pages[page]) & (byte)UnicornPermissions.Execute) != 0);
            if (stores.Take(region, firstPage + page, isReadable, isWritable)) pages[page] ^= (byte)UnicornPermissions.Write;
        }

        for (int first = 0; first < pages.Length;)
        {
            int last = first;
            while (last + 1 < pages.Length && pages[last + 1] == pages[first] && before[last + 1] == before[first]) last++;
            if (pages[first] != before[first])
                engine.Protect(region.MapStart + (uint)(first * PageSize), (uint)((last + 1 - first) * PageSize), (UnicornPermissions)pages[first]);
            first = last + 1;
        }

        applied[region] = pages;
    }
}
