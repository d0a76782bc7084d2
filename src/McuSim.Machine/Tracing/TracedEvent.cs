using System.Collections.Immutable;

namespace McuSim.Machine.Tracing;

/// <summary>A block of a trace.</summary>
/// <param name="Address">Its first address.</param>
/// <param name="Code">Its bytes when it was first executed.</param>
/// <param name="Place">The function it lies in and where, such as <c>main+0x12</c>; empty without symbols.</param>
public sealed record TracedBlock(uint Address, ImmutableArray<byte> Code, string Place);

/// <summary>What a trace says of a run as a whole.</summary>
/// <param name="Board">The board's name.</param>
/// <param name="Image">The image's file name.</param>
/// <param name="HasAccesses">Whether reads and writes are in it.</param>
public sealed record TraceHeader(string Board, string Image, bool HasAccesses);

/// <summary>One event of a trace.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Block">The block that began, or to which the access belongs; null before the first.</param>
public readonly record struct TracedEvent(ExecutionEvent Event, TracedBlock? Block);
