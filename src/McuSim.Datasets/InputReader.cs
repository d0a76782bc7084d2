using System.Collections.Concurrent;
using McuSim.Common;
using McuSim.Datasets.Audio;
using McuSim.Datasets.Images;
using McuSim.Datasets.Preprocessing;
using McuSim.Datasets.Tensors;

namespace McuSim.Datasets;

/// <summary>
/// Reads inputs of a network from files: raw tensors (.bin), arrays (.npy), images (.jpg, .png, .bmp, .ppm) and sound (.wav). May be used by several
/// threads at once.
/// </summary>
public sealed class InputReader
{
    /// <summary>The most bytes of an input; more than any microcontroller's memory by far.</summary>
    internal const long MaxBytes = 256L << 20;

    private readonly bool sequences;
    private readonly ImageInput images;
    private readonly AudioInput? sounds;
    private readonly NpyTensor arrays;
    private readonly Quantiser quantiser;
    private readonly ConcurrentDictionary<string, Lazy<FeatureTable>> tables = new(StringComparer.Ordinal);

    /// <summary>Works out the tables of a recipe.</summary>
    /// <param name="input">What the network takes.</param>
    /// <param name="recipe">How files become that.</param>
    /// <param name="sequences">Whether tensors, arrays and rows may hold several inputs in a row.</param>
    /// <exception cref="McuSimException">No input of that shape can be read.</exception>
    public InputReader(InputFormat input, Recipe recipe, bool sequences = false)
    {
        this.sequences = sequences;
        CheckFormat(input);
        Input = input;
        Recipe = recipe;
        images = new ImageInput(input, recipe.Image, recipe.Rounding);
        sounds = recipe.Audio is { } audio ? new AudioInput(input, audio, recipe.Rounding) : null;
        quantiser = new Quantiser(input, recipe.Rounding);
        arrays = new NpyTensor(input, images, quantiser);
    }

    /// <summary>What the network takes.</summary>
    public InputFormat Input { get; }

    /// <summary>How files become that.</summary>
    public Recipe Recipe { get; }

    /// <summary>Reads <paramref name="path"/> into a new array.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="McuSimException">The file cannot be read, is of an unknown kind, or does not match the input.</exception>
    public byte[] Read(string path)
    {
        var bytes = new byte[Input.Bytes];
        ReadInto(path, null, bytes);
        return bytes;
    }

    /// <summary>Reads all inputs that a file (or a part of it) holds: one, or the several of a sequence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">As for <see cref="ReadInto"/>.</param>
    /// <returns>The bytes of one input after the other.</returns>
    /// <exception cref="BrokenInputException">The file is damaged.</exception>
    /// <exception cref="McuSimException">As for <see cref="Read"/>.</exception>
    public byte[] ReadSequence(string path, int? part)
    {
        var bytes = new byte[Input.Bytes * (sequences ? InputsOf(path, part) : 1)];
        ReadInto(path, part, bytes);
        return bytes;
    }

    /// <summary>Reads <paramref name="path"/> into <paramref name="destination"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">Which part of it: the first moment of a sound, the record of a CIFAR-10 file, the row of an array or table; null for the whole.</param>
    /// <param name="destination">Exactly <see cref="InputFormat.Bytes"/> long, or a multiple of it for a sequence.</param>
    /// <exception cref="BrokenInputException">The file is damaged.</exception>
    /// <exception cref="McuSimException">As for <see cref="Read"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void ReadInto(string path, int? part, Span<byte> destination)
    {
        if (destination.Length == 0 || destination.Length % Input.Bytes != 0)
            throw new ArgumentException($"The input has {Input.Bytes} bytes, the destination {destination.Length}.", nameof(destination));
        switch (FileKinds.Of(path))
        {
            case FileKind.Tensor when part is { } record: images.Write(CifarFile.Read(path, record), path, destination); break;
            case FileKind.Tensor: RawTensor.ReadInto(path, Input, destination); break;
            case FileKind.Array: arrays.ReadInto(path, part, destination); break;
            case FileKind.Image: images.ReadInto(path, destination); break;
            case FileKind.Sound: (sounds ?? throw NoSound(path)).ReadInto(path, part ?? 0, destination); break;
            case null when part is { } row: ReadRow(path, row, destination); break;
            default: throw McuSimException.BadInput($"{path}: an input must be {FileKinds.Text}.");
        }
    }

    /// <summary>How many inputs a file holds; 1 where its size is no multiple of an input's, which reading it then says.</summary>
    private long InputsOf(string path, int? part)
    {
        (long size, long one) = (FileKinds.Of(path), part) switch
        {
            (FileKind.Tensor, null) => (FileBytes.LengthOf(path), Input.Bytes),
            (FileKind.Array, _) => (NpyTensor.CountOf(path, part is not null), Input.Elements),
            (null, { } row) => (tables.GetOrAdd(path, p => new(() => FeatureTable.Open(p))).Value.Row(row).Length, Input.Elements),
            _ => (1, 1),
        };
        return size > 0 && size % one == 0 && size / one * Input.Bytes <= MaxBytes ? size / one : 1;
    }

    /// <summary>A row of a table of numbers: of pixels where the network takes an image and all numbers are such, else of reals.</summary>
    private void ReadRow(string path, int row, Span<byte> destination)
    {
        FeatureTable table = tables.GetOrAdd(path, p => new(() => FeatureTable.Open(p))).Value;
        ReadOnlySpan<float> values = table.Row(row);
        if (values.Length != destination.Length / Input.ElementBytes)
            throw McuSimException.BadInput($"{path} has {values.Length} numbers in a row, but the input {Input.ShapeText} takes {Input.Elements}.");
        if (table.IsPixels && Input.Shape is [1, _, _, 1 or 3])
        {
            var pixels = new byte[values.Length];
            for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)values[i];
            images.Convert(pixels, Input.Shape[3], destination);
            return;
        }

        for (int i = 0; i < values.Length; i++) quantiser.Write(values[i], i, destination);
    }

    private static McuSimException NoSound(string path) => McuSimException.BadInput(
        $"{path} is sound, but nothing says how it becomes the network's input; give a recipe with --recipe (such as mlperf-kws), or write one beside the model (docs/datasets.md).");

    private static void CheckFormat(InputFormat input)
    {
        if (input.Shape.IsDefaultOrEmpty || input.Shape.Any(n => n <= 0) || Product(input) > MaxBytes)
            throw McuSimException.BadInput($"An input of shape {input.ShapeText} cannot be read; its dimensions must be positive and its size at most {MaxBytes >> 20} MB.");
    }

    private static long Product(InputFormat input)
    {
        long product = 4;
        foreach (int n in input.Shape)
            product = product > MaxBytes ? product : product * n;
        return product / 4 * input.ElementBytes;
    }
}
