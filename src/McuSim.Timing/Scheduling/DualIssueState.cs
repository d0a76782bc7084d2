using System.Globalization;

using McuSim.Timing.Cores;
using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>What <see cref="DualIssuePipeline"/> carries across blocks. Times are cycles from the begin of the next block.</summary>
/// <param name="Ready">Registers that are not ready for every use yet, and when they are.</param>
/// <param name="Busy">When the issue is free again.</param>
/// <param name="FlagsAge">Cycles since the flags were set, up to the age at which they are old.</param>
/// <param name="MacBusy">When a multiplication with addition no longer keeps other floating-point instructions waiting.</param>
/// <param name="Older">An instruction in the last cycle beside which another can still issue, or null.</param>
internal sealed record DualIssueState((int Register, ResultLatency Ready)[] Ready, int Busy, int FlagsAge, int MacBusy, Instruction? Older)
    : PipelineState(MakeKey(Ready, Busy, FlagsAge, MacBusy, Older))
{
    private static string MakeKey((int Register, ResultLatency Ready)[] ready, int busy, int flagsAge, int macBusy, Instruction? older) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(',', ready.Select(r => $"{r.Register}:{r.Ready.Late}/{r.Ready.Early}/{r.Ready.Address}/{r.Ready.Factor}/{r.Ready.Addend}/{r.Ready.Data}"))}|{busy}|{flagsAge}|{macBusy}|{older?.Address:x}:{older?.Code:x}");
}
