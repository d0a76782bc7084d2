using McuSim.Datasets.Layouts;

namespace McuSim.Datasets;

/// <summary>One labelled input of a dataset.</summary>
public sealed class Sample
{
    private readonly string path;
    private readonly int? part;
    private readonly InputReader reader;

    internal Sample(LabelledFile file, int index, string root, InputReader reader)
    {
        Index = index;
        Name = file.Id;
        Label = file.Label;
        LabelName = file.LabelName;
        path = Path.Combine(root, file.Name);
        part = file.Part;
        this.reader = reader;
    }

    /// <summary>The file's path from the dataset's root, with forward slashes; a # and the part follow where it is one of several in the file.</summary>
    public string Name { get; }

    /// <summary>The file that holds it.</summary>
    public string File => path;

    /// <summary>The position among all of the dataset's inputs, also those that a limit leaves out.</summary>
    public int Index { get; }

    /// <summary>The right class: index of the network's output.</summary>
    public int Label { get; }

    /// <summary>The class's name, or its number where the dataset has no names.</summary>
    public string LabelName { get; }

    /// <summary>Reads the input, or the several of a sequence one after the other. May be called from several threads at once.</summary>
    /// <exception cref="BrokenInputException">The file is damaged.</exception>
    /// <exception cref="McuSim.Common.McuSimException">The file does not fit the network's input.</exception>
    public byte[] ReadSequence() => reader.ReadSequence(path, part);

    /// <summary>Reads the input as the network takes it. May be called from several threads at once.</summary>
    /// <param name="destination">Exactly <see cref="InputFormat.Bytes"/> long.</param>
    /// <exception cref="BrokenInputException">The file is damaged.</exception>
    /// <exception cref="McuSim.Common.McuSimException">The file does not fit the network's input.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void ReadInto(Span<byte> destination) => reader.ReadInto(path, part, destination);
}
