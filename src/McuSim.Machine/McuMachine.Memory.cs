using System.Globalization;
using McuSim.Common;
using McuSim.Machine.Memory;

namespace McuSim.Machine;

/// <content>The bytes in its memories.</content>
public sealed partial class McuMachine
{
    /// <summary>The bytes of writable memory themselves, to write inputs and read outputs. Valid until the machine is disposed. Do not write code through it.</summary>
    /// <exception cref="McuSimException">The range is not inside one writable memory of the board (exit code 2).</exception>
    public Span<byte> Memory(uint address, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return memory.Find(address, length) is { Region.Writable: true } region
            ? region.Span(address, length)
            : throw McuSimException.BadInput(string.Create(CultureInfo.InvariantCulture, $"{Image.Path}: {length} bytes at {Hex(address)} are not inside one writable memory of board {Board.Name}."));
    }

    /// <inheritdoc/>
    public bool TryRead(uint address, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return memory.TryRead(address, destination);
    }

    /// <summary>Writes bytes into the board's writable memories as a debugger does; code among them is noticed. False, with nothing written, where a byte lies elsewhere.</summary>
    public bool TryWrite(uint address, ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        for (ulong next = address, end = address + (ulong)bytes.Length; next < end;)
        {
            if (next > uint.MaxValue || memory.Find((uint)next) is not { Region.Writable: true } region)
                return false;
            next = region.Region.End;
        }

        while (bytes.Length > 0)
        {
            MappedRegion region = memory.Find(address)!;
            int length = (int)Math.Min((ulong)bytes.Length, region.Region.End - address);
            bytes[..length].CopyTo(region.Span(address, length));
            executor.CodeChanged(region, address, (uint)length);
            bytes = bytes[length..];
            address += (uint)length;
        }

        return true;
    }

    private void FlashChanged(MappedRegion region, uint address, uint size)
    {
        executor.Drain(); // so that the blocks executed so far are known
        executor.CodeChanged(region, address, size);
    }
}
