namespace McuSim.Measurement;

/// <summary>Hands out inputs to workers and passes their results on in the dataset's order. May be used by several threads at once.</summary>
/// <param name="first">Position of the first input.</param>
/// <param name="end">Position after the last.</param>
/// <param name="window">How far a worker may be ahead of the slowest.</param>
/// <param name="append">Gets the results one after the other.</param>
internal sealed class OrderedResults(int first, int end, int window, Action<InputResult> append)
{
    private readonly Dictionary<int, InputResult> waiting = [];
    private readonly object gate = new();
    private int next = first, written = first;
    private bool stopped;

    /// <summary>The next input to work on, or null when there is none left.</summary>
    public int? Take()
    {
        lock (gate)
        {
            while (!stopped && next < end && next >= written + window) Monitor.Wait(gate);
            return stopped || next >= end ? null : next++;
        }
    }

    /// <summary>Takes a result.</summary>
    public void Complete(InputResult result)
    {
        lock (gate)
        {
            waiting.Add(result.Position, result);
            while (!stopped && waiting.Remove(written, out InputResult? ready))
            {
                append(ready);
                written++;
            }

            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Hands out nothing more.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }
    }
}
