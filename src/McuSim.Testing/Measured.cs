namespace McuSim.Testing;

/// <summary>A figure that can be asserted.</summary>
/// <typeparam name="T">TimeSpan, <see cref="ByteSize"/>, <see cref="Percentage"/> or a whole number.</typeparam>
public sealed class Measured<T>
    where T : IComparable<T>
{
    private readonly McuRun run;
    private readonly string metric;
    private readonly Func<T, string> text;

    internal Measured(McuRun run, string metric, Func<decimal, T> from, Func<T, string> text)
    {
        this.run = run;
        this.metric = metric;
        this.text = text;
        Value = from(run.Find(metric).Value);
    }

    /// <summary>The figure.</summary>
    public T Value { get; }

    /// <summary>It is less than something.</summary>
    /// <exception cref="AssertionException">It is not: the message says by what it is taken.</exception>
    public McuRun ShouldBeUnder(T most) => Judge(Value.CompareTo(most) < 0, "under", most);

    /// <summary>It is something or less.</summary>
    /// <exception cref="AssertionException">It is more.</exception>
    public McuRun ShouldBeAtMost(T most) => Judge(Value.CompareTo(most) <= 0, "at most", most);

    /// <summary>It is something or more.</summary>
    /// <exception cref="AssertionException">It is less.</exception>
    public McuRun ShouldBeAtLeast(T least) => Judge(Value.CompareTo(least) >= 0, "at least", least);

    /// <inheritdoc/>
    public override string ToString() => text(Value);

    private McuRun Judge(bool good, string what, T bound) => good ? run : throw new AssertionException(string.Join(
        "\n  ", [$"{run.Subject}: {metric} is {text(Value)} and should be {what} {text(bound)}", .. run.Explain(metric)]));
}
