namespace McuSim.Machine;

/// <summary>A stretch of a batch of events: an <see cref="ExecutionPath"/> or its beginning, or events that are on none.</summary>
/// <param name="Path">The path, or null.</param>
/// <param name="Start">The first event's number in the batch.</param>
/// <param name="End">The number of the first event behind it.</param>
/// <param name="Blocks">How many of the path's blocks ran, each as a whole.</param>
public readonly record struct PathRun(ExecutionPath? Path, int Start, int End, int Blocks);

/// <summary>An observer that can take many blocks at once, because it knows what they come to on a path that it met before.</summary>
public interface IPathObserver : IExecutionObserver
{
    /// <summary>Takes the next events, in order.</summary>
    /// <param name="events">Valid only during the call.</param>
    /// <param name="runs">The same events, divided into stretches without gaps.</param>
    void Observe(ReadOnlySpan<ulong> events, ReadOnlySpan<PathRun> runs);
}
