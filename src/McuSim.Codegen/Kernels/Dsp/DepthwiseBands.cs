using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// How <c>dsp/depthwise_plane.h</c> walks over a channel: along rows or, transposed, along columns, and in bands of rows whose 16-bit values
/// fit a small scratch.
/// </summary>
internal sealed record DepthwiseBands
{
    private const int LargestScratch = 16384;
    private const int MaxWords = 64;

    /// <summary>Bands have as many rows as fit into this many bytes, at least those of one output row.</summary>
    public required int ScratchLimit { get; init; }

    /// <summary>Whether rows and columns are exchanged.</summary>
    public required bool Transposed { get; init; }

    /// <summary>The window, after the exchange.</summary>
    public required Window Window { get; init; }

    /// <summary>Rows and columns of the input, after the exchange.</summary>
    public required (int Height, int Width) Input { get; init; }

    /// <summary>Rows and columns of the output, after the exchange.</summary>
    public required (int Height, int Width) Output { get; init; }

    /// <summary>Output rows of a band.</summary>
    public int BandOutputs => Math.Clamp((((ScratchLimit / (2 * Pitch)) - Reach) / Window.StrideY) + 1, 1, Output.Height);

    /// <summary>Padded input rows of a band.</summary>
    public int BandRows => ((BandOutputs - 1) * Window.StrideY) + Reach;

    /// <summary>Values from one scratch row to the next: as far as a row of outputs, rounded up to pairs, reads; even.</summary>
    public int Pitch
    {
        get
        {
            int pairs = (Output.Width + 1) / 2 * 2, half = Window.KernelWidth / 2;
            return Window.StrideX == 1 ? pairs + (2 * half) : (2 * (pairs - 1)) + (2 * half) + 2;
        }
    }

    /// <summary>Scratch in bytes.</summary>
    public int ScratchBytes => BandRows * Pitch * 2;

    /// <summary>Bytes of a kernel row in flash.</summary>
    public int RowBytes => (Window.KernelWidth / 2 * 2) + 1;

    /// <summary>Weight words of a kernel row at work.</summary>
    public int RowWords =>
        Window.KernelWidth == 1 ? 1 : Window.StrideX == 1 ? Window.KernelWidth / 2 * 2 : (Window.KernelWidth / 2) + 1;

    /// <summary>Whether <c>dsp/depthwise_3x3.h</c> computes rows, given that its requantisation does.</summary>
    public bool IsThreeByThree => Window.KernelHeight == 3 && Window.KernelWidth / 2 == 1 && Window.DilationY * Pitch * 2 <= 496;

    /// <summary>Instructions that the outputs of a channel take, without gathering, as counted in the kernels' loops.</summary>
    public long Instructions
    {
        get
        {
            int half = Window.KernelWidth / 2, rest = Output.Width % 4, fours = (Output.Width / 4) + (rest == 3 ? 1 : 0);
            if (IsThreeByThree) return Output.Height * (12L + (Output.Width * (Window.StrideX == 1 ? 12 : 14)));
            int four = (5 * half) + 6, two = (3 * half) + 4;
            return Output.Height * (10L + (fours * ((Window.KernelHeight * four) + 22)) + (rest is 1 or 2 ? (Window.KernelHeight * two) + 14 : 0));
        }
    }

    /// <summary>Scratch words that move up between bands, per channel.</summary>
    public int MovedWords => (((Output.Height + BandOutputs - 1) / BandOutputs) - 1) * Math.Max(0, Reach - Window.StrideY) * Pitch / 2;

    private int Reach => ((Window.KernelHeight - 1) * Window.DilationY) + 1;

    /// <summary>The better of both directions, or null where the kernel cannot compute the operator.</summary>
    public static DepthwiseBands? TryCreate(DepthwiseConv2D op, int scratchLimit)
    {
        if (op.DepthMultiplier != 1 || op.Input.Shape[0] != 1) return null;
        DepthwiseBands[] ways = [Along(op, scratchLimit, transposed: false), Along(op, scratchLimit, transposed: true)];
        return ways.Where(w => w.IsPossible).OrderBy(w => w.Instructions).FirstOrDefault();
    }

    /// <summary>Whether the output may lie on the input: no output row may reach an input row that is not gathered yet.</summary>
    public bool CanOverwrite()
    {
        if (Output.Height * Output.Width > Input.Height * Input.Width) return false;
        if (BandOutputs >= Output.Height) return true; // the whole plane is gathered first
        for (int band = BandOutputs; band < Output.Height; band += BandOutputs)
        {
            int gathered = Math.Min(Input.Height, ((band - 1) * Window.StrideY) - Window.PadTop + Reach);
            if (band * Output.Width > gathered * Input.Width) return false;
        }

        return true;
    }

    /// <summary>Column stride 1 or 2 without dilation; a transposed plane whole, because its bands would be columns of the image.</summary>
    private bool IsPossible =>
        Window.StrideX <= 2 && Window.DilationX == 1 && Window.KernelHeight * RowWords <= MaxWords && ScratchBytes <= LargestScratch && (!Transposed || BandOutputs >= Output.Height);

    private static DepthwiseBands Along(DepthwiseConv2D op, int scratchLimit, bool transposed)
    {
        Window w = CroppedWindow.Of(op.Window, op.Input, op.Output).Window;
        (int, int) input = (op.Input.Shape[1], op.Input.Shape[2]), output = (op.Output.Shape[1], op.Output.Shape[2]);
        return transposed
            ? new() { ScratchLimit = scratchLimit, Transposed = true, Window = Transpose(w), Input = Swap(input), Output = Swap(output) }
            : new() { ScratchLimit = scratchLimit, Transposed = false, Window = w, Input = input, Output = output };
    }

    private static (int Height, int Width) Swap((int Height, int Width) size) => (size.Width, size.Height);

    private static Window Transpose(Window w) =>
        new(w.KernelWidth, w.KernelHeight, w.StrideX, w.StrideY, w.DilationX, w.DilationY, w.PadLeft, w.PadTop);
}
