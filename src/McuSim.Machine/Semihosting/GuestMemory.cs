using System.Buffers.Binary;
using System.Text;

namespace McuSim.Machine.Semihosting;

/// <summary>The program's memory as the host sees it. Nothing here believes an address or a length.</summary>
internal sealed class GuestMemory(McuMachine machine)
{
    /// <summary>Bytes moved at a time.</summary>
    internal const int ChunkBytes = 4096;

    private const int LongestString = 1 << 20;

    /// <summary>A word, or null where there is no memory.</summary>
    internal uint? Word(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return machine.TryRead(address, bytes) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;
    }

    /// <summary>Writes a word; false where there is no writable memory.</summary>
    internal bool TryWriteWord(uint address, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return TryWrite(address, bytes);
    }

    /// <summary>Reads bytes; false where there is no memory.</summary>
    internal bool TryRead(uint address, Span<byte> bytes) => machine.TryRead(address, bytes);

    /// <summary>Writes bytes; false where there is no writable memory.</summary>
    internal bool TryWrite(uint address, ReadOnlySpan<byte> bytes) => machine.TryWrite(address, bytes);

    /// <summary>The bytes up to a zero byte; they end where memory ends.</summary>
    internal byte[] ZeroTerminated(uint address)
    {
        using var bytes = new MemoryStream();
        Span<byte> one = stackalloc byte[1];
        while (bytes.Length < LongestString && machine.TryRead(address, one) && one[0] != 0)
        {
            bytes.WriteByte(one[0]);
            address++;
        }

        return bytes.ToArray();
    }

    /// <summary>A text of a known length, or null.</summary>
    internal string? Text(uint address, uint length)
    {
        if (length > ChunkBytes)
            return null;
        Span<byte> bytes = stackalloc byte[(int)length];
        return machine.TryRead(address, bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
