using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// In which order a kernel reads an input and writes its output, as far as it matters to an output that shares bytes with the input. The plan
/// checker follows it byte by byte.
/// </summary>
internal abstract record AccessOrder
{
    /// <summary>Tells all accesses of an operator in order.</summary>
    public abstract void Walk(Operator op, Tensor input, AccessVisitor visit);

    /// <summary>The order of kernels that say nothing else of an output at the same address, or null where none may share bytes.</summary>
    public static AccessOrder? Usual(Operator op) => op switch
    {
        DepthwiseConv2D => new PlaneOrder(int.MaxValue),
        Conv2D conv => new RowOrder(conv.Input.Shape[3], conv.Output.Shape[3]),
        FullyConnected dense => new RowOrder(dense.InputCount, dense.OutputCount),
        _ when op.ActivationInputs.Any(t => t.ByteCount == op.Output.ByteCount) => new RowOrder(1, 1),
        _ => null,
    };
}

/// <summary>Takes an access: <paramref name="count"/> bytes of the input (read) or the output (write), from <paramref name="first"/> on, each <paramref name="step"/> after the one before.</summary>
internal delegate void AccessVisitor(bool write, int first, int count, int step);

/// <summary>Row by row (pixel by pixel, element by element): each is read before its outputs are written; the last one first where there are more outputs.</summary>
/// <param name="Inputs">Bytes of a row of the input.</param>
/// <param name="Outputs">Bytes of a row of the output.</param>
internal sealed record RowOrder(int Inputs, int Outputs) : AccessOrder
{
    /// <inheritdoc/>
    public override void Walk(Operator op, Tensor input, AccessVisitor visit)
    {
        int rows = op.Output.ByteCount / Outputs;
        for (int i = 0; i < rows; i++)
        {
            int row = Outputs > Inputs ? rows - 1 - i : i;
            visit(false, row * Inputs, Inputs, 1);
            visit(true, row * Outputs, Outputs, 1);
        }
    }
}

/// <summary>Channel by channel, and in a channel by bands of output rows: a band's input rows are read, if they were not before, then its outputs written.</summary>
/// <param name="BandOutputs">Output rows of a band.</param>
/// <param name="Window">The window, where the kernel uses a smaller one than the operator's.</param>
internal sealed record PlaneOrder(int BandOutputs, Window? Window = null) : AccessOrder
{
    /// <inheritdoc/>
    public override void Walk(Operator op, Tensor input, AccessVisitor visit)
    {
        Window window = Window ?? ((DepthwiseConv2D)op).Window;
        int channels = input.Shape[3], height = op.Output.Shape[1], width = op.Output.Shape[2];
        int reach = ((window.KernelHeight - 1) * window.DilationY) + 1;
        for (int channel = 0; channel < channels; channel++)
        {
            int read = 0;
            for (int row = 0; row < height;)
            {
                int end = (int)Math.Min(height, (long)row + BandOutputs);
                int needed = Math.Clamp(((end - 1) * window.StrideY) - window.PadTop + reach, read, input.Shape[1]);
                visit(false, (read * input.Shape[2] * channels) + channel, (needed - read) * input.Shape[2], channels);
                visit(true, (row * width * channels) + channel, (end - row) * width, channels);
                (read, row) = (needed, end);
            }
        }
    }
}
