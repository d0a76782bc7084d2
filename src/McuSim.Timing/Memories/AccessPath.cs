namespace McuSim.Timing.Memories;

/// <summary>What an access goes through.</summary>
internal enum AccessPath : byte
{
    /// <summary>It costs nothing beyond what the core's table counts.</summary>
    Free,

    /// <summary>It waits the same number of cycles every time.</summary>
    Wait,

    /// <summary>The flash interface with its accelerator.</summary>
    Flash,

    /// <summary>The core's L1 cache.</summary>
    Cache,
}

/// <summary>How accesses to a region are timed.</summary>
/// <param name="Name">The region's name.</param>
/// <param name="Fetch">Instruction fetches.</param>
/// <param name="Read">Reads.</param>
/// <param name="Write">Writes.</param>
/// <param name="WaitCycles">Cycles of one access on the path <see cref="AccessPath.Wait"/>.</param>
/// <param name="LineFillCycles">Cycles of a miss on the path <see cref="AccessPath.Cache"/>.</param>
/// <param name="LineBusyCycles">Cycles from the begin of a line fill until the next can begin.</param>
/// <param name="FirstAccessCycles">Further cycles of an access that follows no other to the same memory at once.</param>
/// <param name="Start">First address.</param>
/// <param name="Block">Regions with the same number are the same memory.</param>
/// <param name="IsWritable">Whether programs can write it.</param>
internal sealed record RegionTiming(
    string Name, AccessPath Fetch, AccessPath Read, AccessPath Write, int WaitCycles, int LineFillCycles, int LineBusyCycles, int FirstAccessCycles, uint Start, int Block,
    bool IsWritable);
