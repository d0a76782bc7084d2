using System.Collections.Immutable;
using System.CommandLine;

using McuSim.Boards;
using McuSim.Measurement;

namespace McuSim.Cli.Commands;

/// <summary><c>--what-if</c>: other set-ups of a board under which a run is timed too.</summary>
internal sealed class WhatIfOption
{
    /// <summary>The option.</summary>
    public Option<string[]> Option { get; } = new("--what-if")
    {
        Description = "Time the same run under another set-up too, such as dcache=off,flash-ws=2. Settings: dcache, icache, accelerator, prefetch (on or off), "
            + "flash-ws=N, clock=120MHz, data=REGION, code=REGION. May be repeated.",
        HelpName = "SETTING=VALUE[,...]",
    };

    /// <summary>The set-ups for a board.</summary>
    /// <exception cref="Common.McuSimException">One is wrong, or the board lacks what it names.</exception>
    public ImmutableArray<WhatIf> For(ParseResult parsed, Board board) => [.. (parsed.GetValue(Option) ?? []).Select(text => WhatIf.Parse(text, board))];
}
