namespace McuSim.Machine.System;

/// <summary>A region of the memory protection unit.</summary>
/// <param name="Start">The first address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="NeverExecutes">Whether code may not run there.</param>
/// <param name="Permission">Who may read and write, numbered as in RASR.AP.</param>
/// <param name="OffEighths">A bit for each eighth of the region that does not belong to it.</param>
internal readonly record struct ProtectedRegion(uint Start, ulong Size, bool NeverExecutes, uint Permission, uint OffEighths)
{
    private const ulong LeastWithEighths = 256;

    /// <summary>A region of Armv6-M or Armv7-M.</summary>
    /// <param name="address">RBAR.</param>
    /// <param name="attributes">RASR.</param>
    internal static ProtectedRegion Armv7(uint address, uint attributes)
    {
        ulong size = 1ul << (((int)(attributes >> 1) & 31) + 1);
        return new((uint)(address & ~(size - 1)), size, (attributes & (1u << 28)) != 0, (attributes >> 24) & 7, size < LeastWithEighths ? 0 : (attributes >> 8) & 0xFF);
    }

    /// <summary>A region of Armv8-M.</summary>
    /// <param name="address">RBAR: base, AP in bits 2 and 1, XN in bit 0.</param>
    /// <param name="limit">RLAR: the last 32 bytes.</param>
    internal static ProtectedRegion Armv8(uint address, uint limit)
    {
        uint start = address & ~0x1Fu, last = limit | 0x1Fu;
        uint permission = ((address >> 1) & 3) switch { 0 => 1u, 1 => 3, 2 => 5, _ => 6 };
        return new(start, last < start ? 0 : (ulong)last - start + 1, (address & 1) != 0, permission, 0);
    }

    /// <summary>Whether an address lies in the region and not in one of its disabled eighths.</summary>
    internal bool Contains(uint address)
    {
        ulong offset = (ulong)address - Start;
        if (address < Start || offset >= Size)
            return false;
        return OffEighths == 0 || (OffEighths >> (int)(offset / (Size / 8)) & 1) == 0;
    }

    /// <summary>Whether code may read and write there (DDI 0403E, table B3-15).</summary>
    internal (bool Read, bool Write) Access(bool privileged) => Permission switch
    {
        1 => (privileged, privileged),
        2 => (true, privileged),
        3 => (true, true),
        5 => (privileged, false),
        6 or 7 => (true, false),
        _ => (false, false),
    };
}
