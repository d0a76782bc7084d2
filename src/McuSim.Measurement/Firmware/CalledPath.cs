using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>The blocks of a path as <see cref="CallProfiler"/> sees them, and which of them it must look at: where a function may begin or end, and where the stack pointer shows.</summary>
internal sealed class CalledPath
{
    /// <summary>Looks at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="find">The block with an address and a size.</param>
    public CalledPath(ExecutionPath path, Func<uint, int, CodeBlock> find)
    {
        Blocks = new CodeBlock[path.Blocks];
        for (int i = 0; i < Blocks.Length; i++)
        {
            var e = new ExecutionEvent(path.Events[path.Starts[i]]);
            Blocks[i] = find(e.Address, e.Size);
        }

        NextMark = new int[Blocks.Length];
        for (int i = Blocks.Length - 1, mark = Blocks.Length; i >= 0; i--)
        {
            NextMark[i] = mark;
            if (i > 0 && IsMarked(Blocks[i - 1], Blocks[i])) mark = i;
        }
    }

    /// <summary>The blocks.</summary>
    public CodeBlock[] Blocks { get; }

    /// <summary>For each block the number of the next one to be looked at.</summary>
    public int[] NextMark { get; }

    private static bool IsMarked(CodeBlock previous, CodeBlock next) =>
        (previous.MayLeave && next.Address != previous.End) || (next.Function is not null && !ReferenceEquals(next.Function, previous.Function)) || next.BeginsWithPush;
}
