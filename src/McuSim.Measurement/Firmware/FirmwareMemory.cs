using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Memory that a firmware run used, measured.</summary>
/// <param name="Stack">The main stack.</param>
/// <param name="Heap">What <c>_sbrk</c> gave out; null when the image has no such function or does not name its heap's end.</param>
/// <param name="Image">The stored image: what of it was ever used.</param>
/// <param name="Regions">Writable memories and flash that the program touched, in the board's order.</param>
public sealed record FirmwareMemory(StackUse Stack, HeapUse? Heap, ImageCoverage Image, ImmutableArray<RegionTouch> Regions);

/// <summary>The main stack.</summary>
/// <param name="Bytes">From the initial stack pointer to the lowest address written on it.</param>
/// <param name="Backtrace">Functions that were open when it was deepest, innermost first.</param>
public sealed record StackUse(long Bytes, ImmutableArray<string> Backtrace);

/// <summary>The heap.</summary>
/// <param name="Bytes">From its start to its end when the run ended.</param>
/// <param name="Start">Its first address, as <c>0x20000400</c>.</param>
public sealed record HeapUse(long Bytes, string Start);

/// <summary>What of the stored image was used.</summary>
/// <param name="Bytes">Bytes stored.</param>
/// <param name="ExecutedBytes">Bytes of blocks that ran.</param>
/// <param name="ReadBytes">Bytes that were read and did not run: constants, and initial values of variables.</param>
/// <param name="UnusedBytes">Bytes that neither ran nor were read.</param>
/// <param name="Sections">The same by section, ascending by address; empty where the image has no section table.</param>
public sealed record ImageCoverage(long Bytes, long ExecutedBytes, long ReadBytes, long UnusedBytes, ImmutableArray<SectionCoverage> Sections);

/// <summary>What of one section was used.</summary>
/// <param name="Name">Such as .text.</param>
/// <param name="Address">Where it is stored, as <c>0x08000120</c>.</param>
/// <param name="Bytes">Bytes stored.</param>
/// <param name="ExecutedBytes">Bytes of blocks that ran.</param>
/// <param name="ReadBytes">Bytes that were read and did not run.</param>
/// <param name="UnusedBytes">Bytes that neither ran nor were read.</param>
public sealed record SectionCoverage(string Name, string Address, long Bytes, long ExecutedBytes, long ReadBytes, long UnusedBytes);

/// <summary>One memory of the board.</summary>
/// <param name="Name">Its name in the board file.</param>
/// <param name="CapacityBytes">Its size.</param>
/// <param name="TouchedBytes">Bytes that were executed, read or written.</param>
/// <param name="WrittenBytes">Bytes that were written.</param>
public sealed record RegionTouch(string Name, long CapacityBytes, long TouchedBytes, long WrittenBytes);
