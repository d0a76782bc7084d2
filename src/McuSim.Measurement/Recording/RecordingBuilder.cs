using System.Collections.Immutable;

using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Puts together what was recorded of a run.</summary>
internal static class RecordingBuilder
{
    /// <summary>Makes the recording.</summary>
    /// <param name="subject">The network's or the image's name.</param>
    /// <param name="board">The board.</param>
    /// <param name="recorder">The calls; all have been left.</param>
    /// <param name="image">The image that ran.</param>
    /// <param name="blocks">The blocks that ran.</param>
    public static Recording Build(string subject, BoardInfo board, CallRecorder recorder, FirmwareImage image, ImmutableArray<BlockCycles> blocks) =>
        new(subject, board, recorder.Cycles, recorder.Calls, recorder.Complete, recorder.Stacks, SourceLines.Of(image, blocks));
}
