namespace McuSim.Models.Flatbuffers;

/// <summary>A vector of a FlatBuffer: a count and as many elements of equal size. One that is not there is empty.</summary>
internal readonly struct FlatVector
{
    private readonly FlatBuffer? buffer;
    private readonly long start;
    private readonly int elementSize;

    /// <summary>Opens the vector at a position of the file and checks that it ends inside.</summary>
    public FlatVector(FlatBuffer buffer, long position, int elementSize)
    {
        this.buffer = buffer;
        this.elementSize = elementSize;
        start = position + 4;
        long count = buffer.UInt32(position);
        Bytes = buffer.Slice(start, count * elementSize);
        Count = (int)count;
    }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>All elements as they lie in the file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A table that element <paramref name="index"/> points at.</summary>
    public FlatTable Table(int index) => new(buffer!, buffer!.Target(start + ((long)index * elementSize)));

    /// <summary>The elements as four-byte numbers.</summary>
    public int[] Int32s() => Read((b, at) => b.Int32(at));

    /// <summary>The elements as eight-byte numbers.</summary>
    public long[] Int64s() => Read((b, at) => b.Int64(at));

    /// <summary>The elements as four-byte floating-point numbers.</summary>
    public float[] Singles() => Read((b, at) => b.Single(at));

    private T[] Read<T>(Func<FlatBuffer, long, T> read)
    {
        if (Count == 0) return [];
        buffer!.Charge(start, (long)Count * elementSize);
        var elements = new T[Count];
        for (int i = 0; i < Count; i++) elements[i] = read(buffer, start + ((long)i * elementSize));
        return elements;
    }
}
