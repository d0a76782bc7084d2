using System.Globalization;

using McuSim.Gate;
using McuSim.Measurement;

namespace McuSim.Testing;

/// <summary>A size in bytes. 1 KB is 1,024 bytes.</summary>
/// <param name="Bytes">Bytes.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <inheritdoc/>
    public override string ToString() => Figure.Of(Bytes, MetricUnit.Bytes);
}

/// <summary>A share in per cent.</summary>
/// <param name="Value">0 to 100.</param>
public readonly record struct Percentage(decimal Value) : IComparable<Percentage>
{
    /// <inheritdoc/>
    public int CompareTo(Percentage other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("0.####", CultureInfo.InvariantCulture) + " %";
}

/// <summary>Figures as tests write them: <c>50.Milliseconds()</c>, <c>200.Kilobytes()</c>, <c>89.5.Percent()</c>.</summary>
public static class Units
{
    /// <summary>Milliseconds.</summary>
    public static TimeSpan Milliseconds(this int value) => TimeSpan.FromMilliseconds(value);

    /// <summary>Milliseconds.</summary>
    public static TimeSpan Milliseconds(this double value) => TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));

    /// <summary>Microseconds.</summary>
    public static TimeSpan Microseconds(this int value) => TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond);

    /// <summary>Bytes.</summary>
    public static ByteSize Bytes(this int value) => new(value);

    /// <summary>Kilobytes of 1,024 bytes.</summary>
    public static ByteSize Kilobytes(this int value) => new(value * 1024L);

    /// <summary>Kilobytes of 1,024 bytes, down to the whole byte.</summary>
    public static ByteSize Kilobytes(this double value) => new((long)Math.Floor(value * 1024));

    /// <summary>Per cent.</summary>
    public static Percentage Percent(this int value) => new(value);

    /// <summary>Per cent.</summary>
    public static Percentage Percent(this double value) => new((decimal)value);
}
