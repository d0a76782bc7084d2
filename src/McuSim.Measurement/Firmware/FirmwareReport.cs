using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>
/// Everything measured about one run of any firmware on one board, immutable. It holds nothing that differs between two equal runs (which a
/// run stopped by a time limit on the host is not).
/// </summary>
/// <param name="Tool">What made the report.</param>
/// <param name="Image">The firmware.</param>
/// <param name="Board">The board.</param>
/// <param name="Ending">How the run ended, and where.</param>
/// <param name="Instructions">Instructions executed since reset, skipped ones of IT blocks included.</param>
/// <param name="Profile">Cycles and where they went; null when timing was off.</param>
/// <param name="Memory">What memory the program used; null when timing was off.</param>
/// <param name="Chip">What the program set up in the chip.</param>
/// <param name="Output">What it printed.</param>
public sealed record FirmwareReport(
    ToolInfo Tool, ImageInfo Image, BoardInfo Board, FirmwareEnding Ending, long Instructions, FirmwareProfile? Profile, FirmwareMemory? Memory,
    ChipUse Chip, ProgramOutput Output)
{
    /// <summary>The same run under other set-ups of the board, in the order asked for.</summary>
    public ImmutableArray<WhatIfUse> WhatIfs { get; init; } = [];

    /// <summary>Settings that cost time, most first; empty where nobody looked.</summary>
    public ImmutableArray<Advice> Advice { get; init; } = [];

    /// <summary>How far the latency can be trusted; null in reports of earlier versions, and without timing.</summary>
    public LatencyTrust? Trust { get; init; }
}

/// <summary>A firmware image.</summary>
/// <param name="Name">Its file's name, without folders.</param>
/// <param name="Format">elf, hex or bin.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Bytes">Bytes that it stores in memory.</param>
/// <param name="Functions">Functions that its symbol table names; 0 for a stripped image.</param>
public sealed record ImageInfo(string Name, string Format, string Sha256, long Bytes, int Functions);

/// <summary>Why a run ended.</summary>
public enum FirmwareEndingKind
{
    /// <summary>The program ended itself through semihosting.</summary>
    Exit,

    /// <summary>The program faulted.</summary>
    Fault,

    /// <summary>The limit on instructions was reached.</summary>
    InstructionLimit,

    /// <summary>The limit on time was reached.</summary>
    TimeLimit,

    /// <summary>The user cancelled.</summary>
    Cancelled,
}

/// <summary>How a run ended.</summary>
/// <param name="Kind">Why.</param>
/// <param name="ExitCode">The program's own exit code, or null when it did not end itself.</param>
/// <param name="Sentence">One sentence that says so.</param>
/// <param name="Place">Where the program was.</param>
/// <param name="Backtrace">The callers, innermost first; empty when they are not known.</param>
public sealed record FirmwareEnding(
    FirmwareEndingKind Kind, int? ExitCode, string Sentence, CodePlace Place, ImmutableArray<CodePlace> Backtrace);

/// <summary>A place in the program.</summary>
/// <param name="Address">As <c>0x08000120</c>.</param>
/// <param name="Function">The function, with the bytes from its start as in <c>main+0x12</c>; null where no symbol says.</param>
/// <param name="Source">File and line as in <c>main.c:42</c>; null without debug information or the toolchain's addr2line.</param>
public sealed record CodePlace(string Address, string? Function, string? Source);

/// <summary>What the program printed through semihosting.</summary>
/// <param name="Text">The first bytes of it, as UTF-8.</param>
/// <param name="Bytes">All bytes printed.</param>
/// <param name="Complete">Whether <paramref name="Text"/> is all of it.</param>
public sealed record ProgramOutput(string Text, long Bytes, bool Complete);
