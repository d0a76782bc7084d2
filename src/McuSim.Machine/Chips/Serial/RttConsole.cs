using System.Buffers.Binary;
using McuSim.Machine.Memory;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>
/// The debugger's end of SEGGER's Real Time Transfer: programs print into ring buffers in RAM, which a debugger finds by their control block and empties. Channel 0 is the serial port "RTT".
/// A program whose image does not speak of it is never looked at. Source: SEGGER UM08001 (J-Link), chapter RTT (control block).
/// </summary>
/// <param name="image">The program.</param>
/// <param name="clockHz">The core's clock.</param>
/// <param name="memory">The board's memories.</param>
/// <param name="host">Time, and writing memory.</param>
/// <param name="router">What it is connected to.</param>
internal sealed class RttConsole(FirmwareImage image, long clockHz, MemoryMap memory, IDeviceHost host, SerialRouter router) : ITimed
{
    private const string Name = "RTT", Symbol = "_SEGGER_RTT";
    private const int MostPauses = 64, ChannelBytes = 24, HeaderBytes = 24, MostChannels = 32;
    private const uint BufferAt = 4, SizeAt = 8, WrittenAt = 12, ReadAt = 16;

    private readonly uint? symbol = image.Symbols.FirstOrDefault(s => s.Name == Symbol)?.Address;
    private uint? block;
    private ulong pauses = 1;

    /// <inheritdoc/>
    public ulong NextEvent { get; private set; }

    private static ReadOnlySpan<byte> Identifier => "SEGGER RTT\0\0\0\0\0\0"u8;

    /// <summary>Whether an image may use it: it names the control block, or holds the identifier, forwards, backwards or in two parts.</summary>
    internal static bool IsIn(FirmwareImage image) =>
        image.Symbols.Any(s => s.Name == Symbol) || image.Segments.Any(s => s.Data.Span.IndexOf("SEGGER"u8) >= 0 || s.Data.Span.IndexOf("REGGES"u8) >= 0);

    /// <summary>After a reset.</summary>
    internal void Reset() => (block, pauses, NextEvent) = (null, 1, (ulong)clockHz / 1000);

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        block ??= Find();
        if (block is { } at) Serve(at);
        else pauses = Math.Min(pauses * 2, MostPauses);
        NextEvent = now + (pauses * (ulong)clockHz / 1000);
    }

    private uint? Find()
    {
        Span<byte> here = stackalloc byte[16];
        if (symbol is { } known)
            return memory.TryRead(known, here) && here.SequenceEqual(Identifier) ? Found(known) : null;
        foreach (MappedRegion region in memory.Writable)
        {
            int at = region.Span(region.Region.Start, (int)region.Region.Size).IndexOf(Identifier);
            if (at >= 0 && at % 4 == 0)
                return Found(region.Region.Start + (uint)at);
        }

        return null;
    }

    private uint Found(uint at)
    {
        pauses = 1;
        return at;
    }

    private void Serve(uint at)
    {
        uint up = Word(at + 16), down = Word(at + 20);
        if (up > MostChannels || down > MostChannels)
            return;
        for (uint i = 0; i < up; i++) Empty(at + HeaderBytes + (i * ChannelBytes), prints: i == 0);
        if (down > 0) Fill(at + HeaderBytes + (up * ChannelBytes));
    }

    /// <summary>Takes what the program wrote into a channel.</summary>
    private void Empty(uint channel, bool prints)
    {
        uint buffer = Word(channel + BufferAt), size = Word(channel + SizeAt), written = Word(channel + WrittenAt), read = Word(channel + ReadAt);
        if (written >= size || read >= size || written == read || !IsMemory(buffer, size))
            return;
        Span<byte> one = stackalloc byte[1];
        for (; read != written; read = (read + 1) % size)
        {
            if (prints && memory.TryRead(buffer + read, one)) router.ForSending(Name)?.Send(one[0]);
        }

        Set(channel + ReadAt, read);
    }

    /// <summary>Gives the program what waits for it.</summary>
    private void Fill(uint channel)
    {
        uint buffer = Word(channel + BufferAt), size = Word(channel + SizeAt), written = Word(channel + WrittenAt), read = Word(channel + ReadAt);
        if (written >= size || read >= size || !IsMemory(buffer, size))
            return;
        while ((written + 1) % size != read && router.For(Name) is { MayReceive: true } stream && stream.TryReceive(out byte value))
        {
            _ = host.TryWrite(buffer + written, [value]);
            written = (written + 1) % size;
        }

        Set(channel + WrittenAt, written);
    }

    private bool IsMemory(uint buffer, uint size) => size <= int.MaxValue && memory.Find(buffer, (int)size) is not null;

    private uint Word(uint address)
    {
        Span<byte> word = stackalloc byte[4];
        return memory.TryRead(address, word) ? BinaryPrimitives.ReadUInt32LittleEndian(word) : 0;
    }

    private void Set(uint address, uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        _ = host.TryWrite(address, word);
    }
}
