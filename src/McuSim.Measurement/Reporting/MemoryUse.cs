using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Memory that the firmware takes.</summary>
/// <param name="Sram">Writable memory.</param>
/// <param name="Flash">Code flash.</param>
public sealed record MemoryUse(SramUse Sram, FlashUse Flash);

/// <summary>Writable memory, measured while the network ran.</summary>
/// <param name="PeakBytes">Static data + planned arena + measured stack.</param>
/// <param name="ArenaPlannedBytes">The arena's size.</param>
/// <param name="ArenaTouchedBytes">Bytes of the arena that were read or written during the run.</param>
/// <param name="StackBytes">From the initial stack pointer to the lowest stack address written, start-up included.</param>
/// <param name="StackReservedBytes">The stack's size in the firmware.</param>
/// <param name="StaticBytes">.data and .bss without the arena.</param>
/// <param name="Regions">Regions in use.</param>
/// <param name="PeakLayer">The layer during which the most arena bytes are alive.</param>
/// <param name="PeakLiveBytes">Arena bytes alive then.</param>
/// <param name="PeakBuffers">What is alive then, most first.</param>
/// <param name="Buffers">Everything that the arena ever holds, by first layer, then by offset.</param>
public sealed record SramUse(
    long PeakBytes, long ArenaPlannedBytes, long ArenaTouchedBytes, long StackBytes, long StackReservedBytes, long StaticBytes,
    ImmutableArray<RegionUse> Regions, string PeakLayer, long PeakLiveBytes, ImmutableArray<BufferUse> PeakBuffers,
    ImmutableArray<BufferLife> Buffers);

/// <summary>One memory region of the board.</summary>
/// <param name="Name">Its name in the board file.</param>
/// <param name="UsedBytes">Bytes that the firmware reserves there (stack as reserved).</param>
/// <param name="CapacityBytes">Its size.</param>
/// <param name="Contents">What is in it.</param>
public sealed record RegionUse(string Name, long UsedBytes, long CapacityBytes, ImmutableArray<RegionContent> Contents);

/// <summary>One thing in a region.</summary>
/// <param name="Name">stack, data, arena, code, constants or start-up.</param>
/// <param name="Bytes">Its size.</param>
public sealed record RegionContent(string Name, long Bytes);

/// <summary>A tensor or scratch buffer in the arena.</summary>
/// <param name="Name">The buffer's name in the plan.</param>
/// <param name="Offset">First byte in the arena.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BufferUse(string Name, long Offset, long Bytes);

/// <summary>A tensor or scratch buffer and when it is alive.</summary>
/// <param name="Name">The buffer's name in the plan.</param>
/// <param name="Offset">First byte in the arena.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="FirstLayer">The first layer, counted from 0, during which it is alive; -1: the user writes it before.</param>
/// <param name="LastLayer">The last layer during which it is alive; the number of layers: the user reads it afterwards.</param>
/// <param name="InPlaceOf">The buffer whose bytes it takes over while that one is read, or null.</param>
public sealed record BufferLife(string Name, long Offset, long Bytes, int FirstLayer, int LastLayer, string? InPlaceOf);

/// <summary>Code flash, from the linked image.</summary>
/// <param name="TotalBytes">Code + constants + start-up, with the initial values of static data.</param>
/// <param name="CodeBytes">Functions of the network.</param>
/// <param name="ConstantBytes">Weights, biases, multipliers and tables.</param>
/// <param name="StartupBytes">Vector table, start-up code, library code, initial values.</param>
/// <param name="CapacityBytes">The flash's size.</param>
/// <param name="Symbols">What is stored, largest first; it sums exactly to <paramref name="TotalBytes"/>.</param>
public sealed record FlashUse(
    long TotalBytes, long CodeBytes, long ConstantBytes, long StartupBytes, long CapacityBytes, ImmutableArray<SymbolBytes> Symbols);

/// <summary>A function or table in flash.</summary>
/// <param name="Name">Its symbol; <c>padding and literals</c> for what no symbol of the part covers.</param>
/// <param name="Part">code, constants or start-up.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SymbolBytes(string Name, string Part, long Bytes);
