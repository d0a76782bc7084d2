using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// How far a kernel that computes one output pixel (all its channels) after the other, row by row, may let its output run into its input.
/// </summary>
/// <param name="BlockPixels">Pixels computed together; the pixels that are left over after the last whole block go one at a time.</param>
/// <param name="Buffers">Whether a block's whole input is copied away before its first output is written.</param>
/// <param name="Descending">Whether the last pixel comes first (then the left-over pixels, which are the last ones, come first).</param>
internal sealed record PixelOrder(int BlockPixels, bool Buffers, bool Descending) : AccessOrder
{
    /// <summary>
    /// The overlap that takes the fewest bytes for both tensors, or null when sharing saves nothing or there are several images.
    /// Ascending, every output written must lie below the input still needed; descending, above it.
    /// </summary>
    public Overlap? Of(Window window, Tensor input, Tensor output)
    {
        if (input.Shape[0] != 1) return null;
        int delta = Descending ? DescendingDelta(window, input, output) : AscendingDelta(window, input, output);
        int union = Math.Max(input.ByteCount, delta + output.ByteCount) - Math.Min(0, delta);
        return union < input.ByteCount + output.ByteCount ? new(input, delta, this) : null;
    }

    private int AscendingDelta(Window window, Tensor input, Tensor output)
    {
        int pixels = output.Shape[1] * output.Shape[2], channels = output.Shape[3];
        int[] needed = new int[pixels + 1]; // the first input byte that this and all later pixels read
        needed[pixels] = input.ByteCount + output.ByteCount;
        for (int pixel = pixels - 1; pixel >= 0; pixel--)
            needed[pixel] = Math.Min(needed[pixel + 1], FirstByte(window, input, output, pixel) ?? int.MaxValue);
        int delta = 0;
        for (int first = 0; first < pixels;)
        {
            int last = first + (pixels - first >= BlockPixels ? BlockPixels : 1);
            delta = Math.Min(delta, needed[Buffers ? last : first] - (last * channels));
            first = last;
        }

        return (int)(Math.Floor(delta / (double)ArenaLayout.Alignment) * ArenaLayout.Alignment);
    }

    private int DescendingDelta(Window window, Tensor input, Tensor output)
    {
        int pixels = output.Shape[1] * output.Shape[2], channels = output.Shape[3];
        int needed = 0; // the end of the input bytes that the pixels before the block read
        int delta = 0;
        for (int first = 0; first < pixels;)
        {
            int last = first + (pixels - first >= BlockPixels ? BlockPixels : 1);
            int withBlock = needed;
            for (int pixel = first; pixel < last; pixel++) withBlock = Math.Max(withBlock, EndByte(window, input, output, pixel));
            delta = Math.Max(delta, (Buffers ? needed : withBlock) - (first * channels));
            (needed, first) = (withBlock, last);
        }

        return ArenaLayout.Aligned(delta);
    }

    /// <inheritdoc/>
    public override void Walk(Operator op, Tensor input, AccessVisitor visit)
    {
        Window window = ((Conv2D)op).Window;
        int pixels = op.Output.Shape[1] * op.Output.Shape[2], channels = op.Output.Shape[3];
        var blocks = new List<(int First, int Last)>();
        for (int first = 0; first < pixels; first = blocks[^1].Last) blocks.Add((first, first + (pixels - first >= BlockPixels ? BlockPixels : 1)));
        if (Descending) blocks.Reverse();
        foreach ((int first, int last) in blocks)
        {
            for (int i = 0; i < last - first; i++)
            {
                int pixel = Descending ? last - 1 - i : first + i;
                Read(window, input, op.Output, pixel, visit);
                if (!Buffers) visit(true, pixel * channels, channels, 1);
            }

            if (!Buffers) continue;
            visit(true, first * channels, (last - first) * channels, 1);
        }
    }

    /// <summary>Tells the reads of an output pixel.</summary>
    private static void Read(Window window, Tensor input, Tensor output, int pixel, AccessVisitor visit)
    {
        int top = (pixel / output.Shape[2] * window.StrideY) - window.PadTop, left = (pixel % output.Shape[2] * window.StrideX) - window.PadLeft;
        for (int row = 0; row < window.KernelHeight; row++)
        {
            int y = top + (row * window.DilationY);
            for (int column = 0; column < window.KernelWidth; column++)
            {
                int x = left + (column * window.DilationX);
                if (y >= 0 && y < input.Shape[1] && x >= 0 && x < input.Shape[2])
                    visit(false, ((y * input.Shape[2]) + x) * input.Shape[3], input.Shape[3], 1);
            }
        }
    }

    /// <summary>The first input byte that an output pixel reads, or null when its window lies outside the image.</summary>
    private static int? FirstByte(Window window, Tensor input, Tensor output, int pixel)
    {
        int row = FirstInside((pixel / output.Shape[2] * window.StrideY) - window.PadTop, window.KernelHeight, window.DilationY);
        int column = FirstInside((pixel % output.Shape[2] * window.StrideX) - window.PadLeft, window.KernelWidth, window.DilationX);
        return row < input.Shape[1] && column < input.Shape[2] ? ((row * input.Shape[2]) + column) * input.Shape[3] : null;
    }

    /// <summary>The end of the last input byte that an output pixel reads; 0 when its window lies outside the image.</summary>
    private static int EndByte(Window window, Tensor input, Tensor output, int pixel)
    {
        int row = LastInside((pixel / output.Shape[2] * window.StrideY) - window.PadTop, window.KernelHeight, window.DilationY, input.Shape[1]);
        int column = LastInside((pixel % output.Shape[2] * window.StrideX) - window.PadLeft, window.KernelWidth, window.DilationX, input.Shape[2]);
        return row >= 0 && column >= 0 ? ((row * input.Shape[2]) + column + 1) * input.Shape[3] : 0;
    }

    private static int FirstInside(int start, int taps, int dilation)
    {
        for (int tap = 0; tap < taps; tap++)
        {
            if (start + (tap * dilation) >= 0) return start + (tap * dilation);
        }

        return int.MaxValue;
    }

    private static int LastInside(int start, int taps, int dilation, int size)
    {
        for (int tap = taps - 1; tap >= 0; tap--)
        {
            if (start + (tap * dilation) < size) return start + (tap * dilation);
        }

        return -1;
    }
}
