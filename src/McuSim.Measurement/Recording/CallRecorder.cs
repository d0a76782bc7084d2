using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Writes down calls and the cycles of each call stack as a <see cref="CallProfiler"/> follows them.</summary>
internal sealed class CallRecorder(uint stackTop)
{
    /// <summary>Calls beyond these are counted in the stacks only.</summary>
    private const int MostCalls = 200_000;

    /// <summary>Call stacks are told apart to this depth; what recursion opens below counts for the deepest.</summary>
    private const int DeepestPath = 128;

    private readonly List<CallSpan> calls = [];
    private readonly List<Open> open = [];
    private readonly Node root = new(null, "");
    private Node? current;
    private long firstCycle = -1;

    /// <summary>A function comes onto the call stack.</summary>
    public void Enter(string function, long now, uint stackPointer)
    {
        if (firstCycle < 0) firstCycle = now;
        Node parent = open.Count == 0 ? root : open[^1].Node;
        Node node = open.Count < DeepestPath ? parent.Child(function) : parent;
        int index = -1;
        if (calls.Count < MostCalls)
        {
            index = calls.Count;
            calls.Add(new(function, open.Count, now, now, stackPointer <= stackTop ? stackTop - stackPointer : 0));
        }
        else
        {
            Complete = false;
        }

        open.Add(new(index, node));
        current = node;
    }

    /// <summary>The innermost function leaves the call stack.</summary>
    public void Leave(long now)
    {
        Close(open[^1], now);
        open.RemoveAt(open.Count - 1);
        current = open.Count == 0 ? root : open[^1].Node;
    }

    /// <summary>The outermost functions are forgotten.</summary>
    public void Forget(int count, long now)
    {
        foreach (Open call in open.Take(count)) Close(call, now);
        open.RemoveRange(0, count);
    }

    /// <summary>Cycles passed in the innermost function.</summary>
    public void Spend(long cycles)
    {
        Cycles += cycles;
        if (current is not null) current.Cycles += cycles;
    }

    /// <summary>Calls by their beginning, counted from the first one on. All must have been left.</summary>
    public ImmutableArray<CallSpan> Calls => [.. calls.Select(c => c with { Begin = c.Begin - firstCycle, End = c.End - firstCycle })];

    /// <summary>Whether there was a place for every call.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>Own cycles by call stack.</summary>
    public ImmutableArray<StackCycles> Stacks => [.. root.Stacks([])];

    /// <summary>Cycles of the whole run.</summary>
    public long Cycles { get; private set; }

    private void Close(Open call, long now)
    {
        if (call.Index >= 0) calls[call.Index] = calls[call.Index] with { End = now };
    }

    private readonly record struct Open(int Index, Node Node);

    /// <summary>A function as called along one path.</summary>
    private sealed class Node(Node? parent, string function)
    {
        private readonly List<Node> children = [];

        public long Cycles { get; set; }

        public Node? Parent { get; } = parent;

        public Node Child(string name)
        {
            foreach (Node child in children)
                if (ReferenceEquals(child.Name, name) || child.Name == name) return child;
            var added = new Node(this, name);
            children.Add(added);
            return added;
        }

        public IEnumerable<StackCycles> Stacks(ImmutableArray<string> path)
        {
            if (Parent is not null) path = path.Add(Name);
            if (Cycles > 0) yield return new(path, Cycles);
            foreach (StackCycles below in children.SelectMany(c => c.Stacks(path))) yield return below;
        }

        private string Name { get; } = function;
    }
}
