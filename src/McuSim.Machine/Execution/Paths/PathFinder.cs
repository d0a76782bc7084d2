using System.Runtime.CompilerServices;

namespace McuSim.Machine.Execution;

/// <summary>
/// Divides batches of events into paths. A path is recorded where a block is met often; where the program mostly leaves it early, another is recorded in its place.
/// </summary>
/// <param name="instructionsIn">How many instructions a block holds; 0 when it has not been looked at yet.</param>
internal sealed class PathFinder(Func<ExecutionEvent, int> instructionsIn)
{
    private const int Slots = 1 << 13, Often = 24, Judged = 64, MostAttempts = 4, MostPaths = 1 << 14;

    /// <summary>Less than so many blocks, or else events, are not worth a path.</summary>
    private const int LeastBlocks = 2, LeastEvents = 8;

    private readonly Root?[] recent = new Root?[Slots];
    private readonly Dictionary<ulong, Root> roots = [];
    private PathRun[] runs = new PathRun[256];
    private int count;
    private int made;

    /// <summary>Divides a batch.</summary>
    /// <returns>Valid until the next call.</returns>
    internal ReadOnlySpan<PathRun> Divide(ReadOnlySpan<ulong> events)
    {
        count = 0;
        int begin = 0;
        for (int i = 0; i < events.Length;)
        {
            if (events[i] >> 62 != (ulong)ExecutionEventKind.Block)
            {
                i++;
                continue;
            }

            Root root = RootAt(events[i]);
            if (root.Path is { } path)
            {
                int blocks = path.Match(events[i..]), end = i + path.Starts[blocks];
                if (blocks >= LeastBlocks || end - i >= LeastEvents)
                {
                    root.Blocks += blocks;
                    if (i > begin) Add(new PathRun(null, begin, i, 0));
                    Add(new PathRun(path, i, end, blocks));
                    i = begin = end;
                }
                else
                {
                    i++;
                }

                if (++root.Uses == Judged) Judge(root);
                continue;
            }

            if (++root.Heat == Often) Record(root, events[i..]);
            i++;
        }

        if (events.Length > begin) Add(new PathRun(null, begin, events.Length, 0));
        return runs.AsSpan(0, count);
    }

    /// <summary>Forgets the paths with a block that overlaps a range of addresses, because its bytes changed.</summary>
    internal void Forget(uint start, ulong end)
    {
        foreach (Root root in roots.Values)
        {
            if (root.Path is { } path && Overlaps(path, start, end)) (root.Path, root.Heat) = (null, 0);
        }
    }

    private static bool Overlaps(ExecutionPath path, uint start, ulong end)
    {
        for (int block = 0; block < path.Blocks; block++)
        {
            var e = new ExecutionEvent(path.Events[path.Starts[block]]);
            if (e.Address < end && e.Address + (ulong)e.Size > start) return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Root RootAt(ulong block)
    {
        Root? root = recent[(int)((block >> 1) ^ (block >> 14)) & (Slots - 1)];
        return root is not null && root.Block == block ? root : Look(block);
    }

    private Root Look(ulong block)
    {
        if (!roots.TryGetValue(block, out Root? root)) roots.Add(block, root = new Root(block));
        recent[(int)((block >> 1) ^ (block >> 14)) & (Slots - 1)] = root;
        return root;
    }

    private void Add(PathRun run)
    {
        if (count == runs.Length) Array.Resize(ref runs, 2 * count);
        runs[count++] = run;
    }

    /// <summary>Whether a path is followed far enough.</summary>
    private static void Judge(Root root)
    {
        if (root.Blocks < Judged * root.Path!.Blocks / 3 && root.Attempts < MostAttempts) (root.Path, root.Heat) = (null, Often - 1);
        (root.Uses, root.Blocks) = (0, 0);
    }

    private void Record(Root root, ReadOnlySpan<ulong> events)
    {
        root.Heat = 0;
        if (made == MostPaths || Length(root.Block, events) is not (> 0 and var length)) return;
        root.Path = new ExecutionPath(made++, events[..length], instructionsIn);
        root.Attempts++;
    }

    /// <summary>Events from a block on that make a path: whole blocks, known and without unaligned accesses. A loop is cut where it begins anew.</summary>
    private int Length(ulong root, ReadOnlySpan<ulong> events)
    {
        int blocks = 0, whole = 0, loop = 0;
        for (int i = 0; i < events.Length && i <= ExecutionPath.MostEvents; i++)
        {
            var e = new ExecutionEvent(events[i]);
            if (e.Kind is ExecutionEventKind.Block or ExecutionEventKind.Exception)
            {
                whole = i;
                if (i > 0 && events[i] == root) loop = i;
                if (e.Kind == ExecutionEventKind.Exception || blocks == ExecutionPath.MostBlocks || instructionsIn(e) == 0) break;
                blocks++;
            }
            else if ((e.Address & ExecutionPath.AlignmentOf(e)) != 0)
            {
                break;
            }
        }

        return 2 * loop > whole ? loop : whole;
    }

    /// <summary>A block at which a path begins, or may begin one day.</summary>
    private sealed class Root(ulong block)
    {
        public readonly ulong Block = block;
        public ExecutionPath? Path;
        public int Heat, Uses, Blocks, Attempts;
    }
}
