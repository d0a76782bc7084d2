namespace McuSim.Machine.Tracing;

/// <summary>
/// What writer and reader of a trace both know at any moment. An event is one number of 7 bits a byte (LEB128), its two lowest bits the kind. Blocks have numbers; the one
/// expected after a block is the one that followed it last. An access is told as its distance from where the same access of the same block would go at the same stride as last.
/// So a loop in its steady state takes one byte an event, nearly all of them equal, and the Deflate stream around takes these away.
/// </summary>
internal sealed class TraceCoding
{
    /// <summary>"MCUTRACE", then the format's version.</summary>
    internal const ulong Magic = 0x4543_4152_5455_434D;

    internal const byte Version = 1;

    /// <summary>Instead of a block's number: the expected one.</summary>
    internal const ulong Expected = 0;

    /// <summary>Instead of an exception's number: the end, followed by the count of events before it.</summary>
    internal const ulong End = 0;

    private readonly List<Known> blocks = [];
    private Known? current;
    private int ordinal;

    /// <summary>Blocks so far.</summary>
    internal int Count => blocks.Count;

    /// <summary>The block in progress.</summary>
    internal TracedBlock? Block => current?.Block;

    /// <summary>The number of the block expected next, or -1.</summary>
    internal int ExpectedBlock => current?.Next ?? -1;

    /// <summary>Gives a new block the next number.</summary>
    internal void Add(TracedBlock block) => blocks.Add(new Known(block));

    /// <summary>A block begins.</summary>
    internal void Begin(int number)
    {
        if (current is not null) current.Next = number;
        current = blocks[number];
        ordinal = 0;
    }

    /// <summary>Where the next access is expected.</summary>
    internal uint ExpectedAddress()
    {
        Access access = Next();
        return access.Last + access.Stride;
    }

    /// <summary>The access was there.</summary>
    internal void Take(uint address)
    {
        Access access = Next();
        access.Stride = address - access.Last;
        access.Last = address;
        ordinal++;
    }

    /// <summary>Small distances in both directions as small numbers.</summary>
    internal static ulong ZigZag(uint distance) => (distance << 1) ^ (uint)((int)distance >> 31);

    /// <summary>The distance again.</summary>
    internal static uint UnZigZag(ulong number) => (uint)(number >> 1) ^ (0u - (uint)(number & 1));

    private Access Next()
    {
        current ??= new Known(new TracedBlock(0, [], ""));
        while (current.Accesses.Count <= ordinal) current.Accesses.Add(new Access());
        return current.Accesses[ordinal];
    }

    private sealed class Known(TracedBlock block)
    {
        public TracedBlock Block { get; } = block;

        public int Next { get; set; } = -1;

        public List<Access> Accesses { get; } = [];
    }

    private sealed class Access
    {
        public uint Last;
        public uint Stride;
    }
}
