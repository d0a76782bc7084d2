using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// A window without the outer rows and columns of taps that meet nothing but padding wherever the window lies: a 7x7 window over a 2x2 image
/// is a 3x3 one. The input's zero point is zero, so what is left out adds nothing.
/// </summary>
/// <param name="Window">The smaller window.</param>
/// <param name="FirstRow">The row of taps that is its first.</param>
/// <param name="FirstColumn">The column of taps that is its first.</param>
internal readonly record struct CroppedWindow(Window Window, int FirstRow, int FirstColumn)
{
    /// <summary>Crops a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="input">The image that it moves over (NHWC).</param>
    /// <param name="output">What it computes (NHWC).</param>
    public static CroppedWindow Of(Window window, Tensor input, Tensor output)
    {
        (int row, int rows) = Touching(window.KernelHeight, window.StrideY, window.DilationY, window.PadTop, input.Shape[1], output.Shape[1]);
        (int column, int columns) = Touching(window.KernelWidth, window.StrideX, window.DilationX, window.PadLeft, input.Shape[2], output.Shape[2]);
        Window cropped = window with
        {
            KernelHeight = rows,
            KernelWidth = columns,
            PadTop = window.PadTop - (row * window.DilationY),
            PadLeft = window.PadLeft - (column * window.DilationX),
        };
        return new(cropped, row, column);
    }

    /// <summary>The first tap that touches the image from some position, and how many there are to the last such one; padding stays padding.</summary>
    private static (int First, int Count) Touching(int taps, int stride, int dilation, int pad, int input, int output)
    {
        bool Touches(int tap) => Enumerable.Range(0, output).Any(o => (o * stride) - pad + (tap * dilation) is var at && at >= 0 && at < input);
        int[] touching = [.. Enumerable.Range(0, taps).Where(Touches)];
        if (touching.Length == 0) return (0, taps);
        int first = Math.Min(touching[0], pad / dilation);
        return (first, touching[^1] - first + 1);
    }
}
