using System.Security.Cryptography;
using McuSim.Common;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Reading;
using McuSim.Models.Tflite;

namespace McuSim.Models;

/// <summary>Reads <c>.tflite</c> files: int8 networks, checked, with shape arithmetic folded away.</summary>
public static class ModelReader
{
    /// <summary>The largest file that is read, in bytes. No microcontroller has more flash.</summary>
    public const int LargestFile = 64 << 20;

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file. The model is named after it, without its ending.</param>
    /// <exception cref="McuSimException">The file cannot be read, is damaged, or is not a supported int8 network.</exception>
    public static Model Read(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > LargestFile) throw TooLarge(path, file.Length);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Read(name, path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path}: the file cannot be read ({e.Message.TrimEnd('.')}): give the path of a .tflite model.", e);
        }
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="name">The model's name, also used in messages.</param>
    /// <param name="bytes">The file's bytes; the model refers to them, so they must not change.</param>
    /// <exception cref="McuSimException">The bytes are damaged, or are not a supported int8 network.</exception>
    public static Model Read(string name, ReadOnlyMemory<byte> bytes) => Read(name, name, bytes);

    private static Model Read(string name, string source, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > LargestFile) throw TooLarge(source, bytes.Length);
        if (bytes.Length < 8 || !bytes.Span[4..8].SequenceEqual("TFL3"u8))
            throw McuSimException.BadInput($"{source}: this is not a .tflite file (its identifier TFL3 is missing): give a TensorFlow Lite model.");
        var file = new FlatBuffer(source, bytes);
        var model = new ModelTable(file.Root);
        if (model.Version != 3)
            throw McuSimException.BadInput($"{source}: the file has schema version {model.Version}, but version 3 is needed: export the model again.");
        if (model.SubGraphs.Count == 0)
            throw McuSimException.BadInput($"{source}: the file holds no graph: export the model again.");
        var tensors = new TensorReader(file, model, new SubGraphTable(model.SubGraphs.Table(0)));
        Graph graph = new GraphReader(file, model, tensors).Read();
        return new Model(name, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), graph);
    }

    private static McuSimException TooLarge(string source, long size) =>
        McuSimException.BadInput($"{source}: the file has {size} bytes, but at most {LargestFile} are read: give a model for a microcontroller.");
}
