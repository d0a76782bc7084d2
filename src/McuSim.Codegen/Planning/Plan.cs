using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Where every tensor and scratch buffer lives in the arena, in which order layers run, and which kernel each one gets.</summary>
/// <param name="Layers">In execution order.</param>
/// <param name="Buffers">What the arena holds.</param>
/// <param name="ArenaBytes">Size of the arena: the highest end of a buffer.</param>
/// <param name="PeakLayer">The position of the first layer during which the most bytes are alive.</param>
/// <param name="PeakBytes">Bytes alive then (at most <paramref name="ArenaBytes"/>; the rest are holes).</param>
public sealed record Plan(
    ImmutableArray<Layer> Layers, ImmutableArray<PlannedBuffer> Buffers, int ArenaBytes, int PeakLayer, int PeakBytes)
{
    /// <summary>The runs of layers that are computed together, in execution order.</summary>
    public ImmutableArray<LayerStream> Streams { get; init; } = [];

    /// <summary>What the kernels' cost model says of the cycles of an inference: good to compare networks, not to promise a latency.</summary>
    public long EstimatedCycles { get; init; }

    /// <summary>The functions that an inference calls, in order: streams, and layers that are in none. Each writes its last layer's output whole.</summary>
    public IEnumerable<(string Name, Layer Last)> Units
    {
        get
        {
            for (int position = 0; position < Layers.Length; position++)
            {
                LayerStream? stream = Streams.FirstOrDefault(s => s.First == position);
                position = stream?.Last ?? position;
                yield return (stream?.Name ?? Layers[position].Name, Layers[position]);
            }
        }
    }
}

/// <summary>
/// Layers computed together, a few rows at a time: of the tensors between them the arena holds only the rows that are still needed. Each
/// layer is a function of its own all the same.
/// </summary>
/// <param name="Name">Unique, a C identifier: <c>stream_03_to_06</c>. It is also the name of the C function that runs them.</param>
/// <param name="First">The position of the first layer.</param>
/// <param name="Last">The position of the last layer.</param>
/// <param name="Rows">Rows of the last layer's output per step.</param>
public sealed record LayerStream(string Name, int First, int Last, int Rows)
{
    /// <summary>Every call of a layer during one inference, in order.</summary>
    public ImmutableArray<StreamedRows> Calls { get; init; } = [];
}

/// <summary>One call of a layer of a stream.</summary>
/// <param name="Layer">The layer's position.</param>
/// <param name="FirstRow">The first row of its output that it computes.</param>
/// <param name="EndRow">The end of the rows that it computes.</param>
/// <param name="KeptRow">The row at the start of its output's buffer from then on: 0 where the output lies whole in the arena.</param>
public readonly record struct StreamedRows(int Layer, int FirstRow, int EndRow, int KeptRow);

/// <summary>One generated function: an operator after fusion.</summary>
/// <param name="Position">Its place in the execution order, from 0.</param>
/// <param name="Name">Unique, readable, a C identifier: <c>layer_03_conv_2d</c>. It is also the name of the C function, and so of the ELF symbol.</param>
/// <param name="OperatorName">The TFLite name of the operator that does the work; operators fused into it are in <paramref name="Fused"/>.</param>
/// <param name="OperatorIndex">The operator's number in the model file.</param>
/// <param name="Fused">Names and numbers of operators fused into the layer, such as <c>PAD 4</c>.</param>
/// <param name="Kernel">The name of the kernel chosen, such as <c>conv_1x1_dsp</c>.</param>
/// <param name="Macs">Multiply-accumulates of one execution.</param>
/// <param name="ConstantBytes">Bytes of weights, biases, multipliers and tables that only this layer reads.</param>
/// <param name="OutputShape">The shape of what it computes (NHWC).</param>
/// <param name="Operator">The operator itself.</param>
public sealed record Layer(
    int Position, string Name, string OperatorName, int OperatorIndex, ImmutableArray<string> Fused, string Kernel, long Macs,
    int ConstantBytes, Shape OutputShape, Operator Operator)
{
    /// <summary>Names of the buffers whose tensors it reads.</summary>
    public ImmutableArray<string> Reads { get; init; } = [];

    /// <summary>Name of the buffer whose tensor it writes.</summary>
    public string Writes { get; init; } = string.Empty;

    /// <summary>Name of the buffer that is its working memory, which a stream's layers share; null when it needs none.</summary>
    public string? Scratch { get; init; }
}

/// <summary>Something that lives in the arena for a while.</summary>
/// <param name="Name">The tensor's name made unique and readable (<c>layer_03_conv_2d/out</c>), or <c>layer_03_conv_2d/scratch</c>.</param>
/// <param name="Tensor">The tensor, or null for scratch.</param>
/// <param name="Offset">First byte in the arena.</param>
/// <param name="Bytes">Size.</param>
/// <param name="FirstLayer">The first layer position during which it is alive (-1: the user writes it before the first layer).</param>
/// <param name="LastLayer">The last layer position during which it is alive (the number of layers: the user reads it after the last one).</param>
/// <param name="InPlaceOf">The buffer whose bytes it takes over while that one is read, or null.</param>
/// <param name="HeldRows">Of a tensor within a stream, how many of its rows the buffer holds at most; 0: all of it.</param>
public sealed record PlannedBuffer(
    string Name, Tensor? Tensor, int Offset, int Bytes, int FirstLayer, int LastLayer, string? InPlaceOf, int HeldRows = 0);
