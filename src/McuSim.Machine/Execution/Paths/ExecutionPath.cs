using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace McuSim.Machine;

/// <summary>
/// Blocks that once ran one after another, with their accesses. The program is on the path again as far as the same blocks run and make as many accesses of
/// the same kinds and sizes, all aligned; the addresses of the accesses are free.
/// </summary>
public sealed class ExecutionPath
{
    internal const int MostBlocks = 32, MostEvents = 96;
    private const int KindShift = 62;

    private readonly ulong[] template;
    private readonly ulong[] masks;
    private readonly int[] starts;
    private readonly int[] instructions;
    private readonly byte[] completed;

    /// <summary>Makes a path of whole blocks.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="events">The events as they were recorded.</param>
    /// <param name="instructionsIn">How many instructions a block holds.</param>
    internal ExecutionPath(int id, ReadOnlySpan<ulong> events, Func<ExecutionEvent, int> instructionsIn)
    {
        (Id, EventCount) = (id, events.Length);
        int padded = (events.Length + Vector256<ulong>.Count - 1) & -Vector256<ulong>.Count;
        (template, masks, completed) = (new ulong[padded], new ulong[padded], new byte[events.Length + 1]);
        List<int> begins = [], counts = [0];
        for (int i = 0; i < events.Length; i++)
        {
            var e = new ExecutionEvent(template[i] = events[i]);
            masks[i] = e.Kind == ExecutionEventKind.Block ? ulong.MaxValue : 0xFFFF_FFFF_0000_0000 | AlignmentOf(e);
            if (e.Kind == ExecutionEventKind.Block)
            {
                begins.Add(i);
                counts.Add(counts[^1] + instructionsIn(e));
            }

            completed[i] = (byte)(begins.Count - 1);
        }

        completed[events.Length] = (byte)begins.Count;
        (starts, instructions) = ([.. begins, events.Length], [.. counts]);
    }

    /// <summary>A number that no other path of the machine has, counted from 0.</summary>
    public int Id { get; }

    /// <summary>How many events it has.</summary>
    public int EventCount { get; }

    /// <summary>How many blocks it has.</summary>
    public int Blocks => starts.Length - 1;

    /// <summary>The events as they were when the path was recorded.</summary>
    public ReadOnlySpan<ulong> Events => template.AsSpan(0, EventCount);

    /// <summary>The number of each block's event, and then of what is behind the path.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>Instructions in its first blocks.</summary>
    public int InstructionsIn(int blocks) => instructions[blocks];

    /// <summary>The low bits of an access's address that its size wants to be 0: those of a word at most.</summary>
    internal static uint AlignmentOf(ExecutionEvent access) => (uint)Math.Min(access.Size, sizeof(uint)) - 1;

    /// <summary>With how many of the path's blocks, each as a whole, a batch goes on.</summary>
    internal int Match(ReadOnlySpan<ulong> events)
    {
        if (events.Length <= template.Length) return 0; // the last block of a batch may go on in the next
        ref ulong actual = ref MemoryMarshal.GetReference(events), expected = ref MemoryMarshal.GetArrayDataReference(template), mask = ref MemoryMarshal.GetArrayDataReference(masks);
        int same = EventCount;
        for (nuint i = 0; i < (nuint)template.Length; i += (nuint)Vector256<ulong>.Count)
        {
            Vector256<ulong> difference = (Vector256.LoadUnsafe(ref actual, i) ^ Vector256.LoadUnsafe(ref expected, i)) & Vector256.LoadUnsafe(ref mask, i);
            if (difference == Vector256<ulong>.Zero) continue;
            same = (int)i + global::System.Numerics.BitOperations.TrailingZeroCount(~Vector256.Equals(difference, Vector256<ulong>.Zero).ExtractMostSignificantBits());
            break;
        }

        int blocks = completed[same];
        bool goesOn = (ExecutionEventKind)(events[same] >> KindShift) is ExecutionEventKind.Read or ExecutionEventKind.Write;
        return goesOn && blocks > 0 && starts[blocks] == same ? blocks - 1 : blocks;
    }
}
