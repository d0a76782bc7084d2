using System.Runtime.ExceptionServices;

namespace McuSim.Measurement;

/// <summary>Threads that do the same work side by side.</summary>
internal static class Workers
{
    /// <summary>Runs the work on several threads and waits for all of them.</summary>
    /// <param name="count">Threads.</param>
    /// <param name="work">What each does.</param>
    /// <param name="stopOthers">Called when one fails, so that the others end soon.</param>
    /// <exception cref="Exception">What the first one that failed threw.</exception>
    public static void Run(int count, Action work, Action stopOthers)
    {
        ExceptionDispatchInfo? first = null;
        void Guarded()
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                if (Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(e), null) is null) stopOthers();
            }
        }

        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            threads[i] = new Thread(Guarded) { IsBackground = true, Name = $"evaluation {i}" };
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        first?.Throw();
    }
}
