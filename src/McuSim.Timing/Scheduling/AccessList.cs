using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>Collects the memory accesses of a block in program order.</summary>
internal sealed class AccessList
{
    private readonly List<AccessInfo> _accesses = [];

    /// <summary>Adds the accesses of an instruction; only its first one can be chained or paired.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="cycle">The cycle in which it issues, from the block's begin.</param>
    /// <param name="firstFlags">What is known of its first access.</param>
    public void Add(Instruction instruction, int cycle, AccessFlags firstFlags)
    {
        AccessFlags common = (instruction.IsStore ? AccessFlags.Write : 0)
            | (instruction.Conditional && instruction.Branch is not (BranchKind.Direct or BranchKind.Call) ? AccessFlags.Conditional : 0);
        for (int i = 0; i < instruction.AccessCount; i++)
            _accesses.Add(new AccessInfo((byte)instruction.AccessBytes, i == 0 ? common | firstFlags : common, (ushort)Math.Min(cycle + i, ushort.MaxValue)));
    }

    /// <summary>All of them.</summary>
    public AccessInfo[] ToArray() => [.. _accesses];
}
