using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>RESHAPE costs nothing: its output is its input's bytes. (Of a constant it stays, as a copy into the arena.)</summary>
internal static class AliasReshapes
{
    /// <summary>Runs the pass.</summary>
    public static Schedule Run(Schedule schedule)
    {
        var reshapes = schedule.Steps.Where(s => s.Operator is Reshape { Input.IsConstant: false }).ToList();
        return schedule with
        {
            Steps = schedule.Steps.RemoveRange(reshapes),
            Aliases = schedule.Aliases.AddRange(reshapes.Select(s => (Reshape)s.Operator).Select(r => KeyValuePair.Create(r.Output, r.Input))),
        };
    }
}
