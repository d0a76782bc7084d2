namespace McuSim.Datasets;

/// <summary>One labelled input of a dataset.</summary>
public sealed class Sample
{
    private readonly string path;
    private readonly InputFormat input;

    internal Sample(string name, string path, int label, string labelName, InputFormat input)
    {
        Name = name;
        Label = label;
        LabelName = labelName;
        this.path = path;
        this.input = input;
    }

    /// <summary>The file's path from the dataset's folder, with forward slashes.</summary>
    public string Name { get; }

    /// <summary>The right class: index of the network's output.</summary>
    public int Label { get; }

    /// <summary>The class's name, or its number where the dataset has no names.</summary>
    public string LabelName { get; }

    /// <summary>Reads the input as the network takes it. May be called from several threads at once.</summary>
    /// <param name="destination">Exactly <see cref="InputFormat.Bytes"/> long.</param>
    /// <exception cref="McuSim.Common.McuSimException">The file cannot be read, or is of another size than the input.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void ReadInto(Span<byte> destination) => InputFile.ReadInto(path, input, destination);
}
