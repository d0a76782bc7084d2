using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Which rows of its input an operator reads for a row of its output: <c>row * Stride - Pad</c> and the <c>Reach - 1</c> rows after it, as
/// far as they lie inside the image.
/// </summary>
/// <param name="Stride">Input rows from one output row to the next.</param>
/// <param name="Pad">Rows of padding above the image; negative: rows left out.</param>
/// <param name="Reach">Rows from a window's first to its last, both included.</param>
internal readonly record struct RowWindow(int Stride, int Pad, int Reach)
{
    /// <summary>Each row is computed from the same row.</summary>
    public static readonly RowWindow SameRow = new(1, 0, 1);

    /// <summary>The first input row that output row <paramref name="row"/> and those after it read.</summary>
    public int Start(int row) => Math.Max(0, (row * Stride) - Pad);

    /// <summary>The end of the input rows that the output rows before <paramref name="end"/> (at least 1) read.</summary>
    public int End(int end, int inputRows) => Math.Clamp(((end - 1) * Stride) - Pad + Reach, 0, inputRows);

    /// <summary>The window of an operator whose output can be computed row by row, or null where it cannot.</summary>
    public static RowWindow? Of(Operator op) => StreamedInputs(op).Append(op.Output).All(IsImage)
        ? op switch
        {
            Conv2D conv => Of(conv.Window),
            DepthwiseConv2D depthwise => Of(depthwise.Window),
            Pool2D pool => Of(pool.Window),
            Elementwise sum when sum.ActivationInputs.Length == 2 && sum.ActivationInputs.All(t => t.Shape.Equals(sum.Output.Shape)) => SameRow,
            Elementwise when ConstantSide.Of(op) is not null => SameRow,
            Elementwise channels when ChannelSide(channels) is not null => SameRow,
            GatherChannels gather when gather.Inputs.All(t => t.Shape[1] == gather.Output.Shape[1] && t.Shape[2] == gather.Output.Shape[2]) => SameRow,
            Slice slice when PlainSliceImage.Serves(slice) => new(slice.Steps[1], -slice.Starts[1], 1),
            Logistic or Relu or TableOperator or Quantize { IsRequantization: true } => SameRow,
            _ => null,
        }
        : null;

    /// <summary>The inputs of which an operator reads rows.</summary>
    public static ImmutableArray<Tensor> StreamedInputs(Operator op) =>
        WholeInput(op) is { } whole ? op.ActivationInputs.Remove(whole) : op.ActivationInputs;

    /// <summary>The input that an operator reads whole for every row, or null: a value for each channel, as squeeze-and-excite multiplies by.</summary>
    public static Tensor? WholeInput(Operator op) => op is Elementwise sum && ChannelSide(sum) is { IsConstant: false } side ? side : null;

    /// <summary>The side that has one value for each channel of the other, or null.</summary>
    public static Tensor? ChannelSide(Elementwise op)
    {
        Shape output = op.Output.Shape;
        bool IsSide(Tensor side, Tensor image) =>
            image.Shape.Equals(output) && output.Rank > 1 && side.Shape.ElementCount == output[-1] && side.Shape[-1] == output[-1] && side.Shape.ElementCount < output.ElementCount;
        return IsSide(op.Right, op.Left) ? op.Right : IsSide(op.Left, op.Right) ? op.Left : null;
    }

    /// <summary>
    /// The operator as it computes <paramref name="rows"/> rows, on an image of the rows that they read, without padding above or below. Kernels may
    /// leave nothing out because of an image's height: the rows of padding are known at run time only.
    /// </summary>
    public static Operator Band(Operator op, int rows)
    {
        Tensor output = WithRows(op.Output, rows);
        Tensor Input(Tensor tensor, Window window) =>
            WithRows(tensor, ((rows - 1) * window.StrideY) + Of(window).Reach);
        Tensor Side(Tensor tensor) => tensor.IsConstant || tensor == WholeInput(op) ? tensor : WithRows(tensor, rows);
        return op switch
        {
            Conv2D conv => conv with { Input = Input(conv.Input, conv.Window), Output = output, Window = conv.Window with { PadTop = 0 } },
            DepthwiseConv2D depthwise => depthwise with { Input = Input(depthwise.Input, depthwise.Window), Output = output, Window = depthwise.Window with { PadTop = 0 } },
            Pool2D pool => pool with { Input = Input(pool.Input, pool.Window), Output = output, Window = pool.Window with { PadTop = 0 } },
            Elementwise sum => sum with { Left = Side(sum.Left), Right = Side(sum.Right), Output = output },
            GatherChannels gather => gather with { Inputs = [.. gather.Inputs.Select(t => WithRows(t, rows))], Output = output },
            Slice slice => slice with
            {
                Input = WithRows(slice.Input, ((rows - 1) * slice.Steps[1]) + 1),
                Output = output,
                Starts = slice.Starts.SetItem(1, 0),
                Sizes = slice.Sizes.SetItem(1, rows),
            },
            Logistic table => table with { Input = WithRows(table.Input, rows), Output = output },
            Relu table => table with { Input = WithRows(table.Input, rows), Output = output },
            Quantize table => table with { Input = WithRows(table.Input, rows), Output = output },
            TableOperator table => table with { Input = WithRows(table.Input, rows), Output = output },
            _ => throw new ArgumentException($"{op.Name} is not computed by rows.", nameof(op)),
        };
    }

    private static RowWindow Of(Window window) => new(window.StrideY, window.PadTop, ((window.KernelHeight - 1) * window.DilationY) + 1);

    private static bool IsImage(Tensor tensor) => tensor.Type.Size() == 1 && tensor.Shape.Rank == 4 && tensor.Shape[0] == 1;

    private static Tensor WithRows(Tensor tensor, int rows) => tensor with { Shape = Shape.Of(1, rows, tensor.Shape[2], tensor.Shape[3]) };
}
