namespace McuSim.Models;

/// <summary>How a two-dimensional kernel moves over an image. Padding is already worked out from SAME or VALID.</summary>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="StrideY">Rows from one output row to the next.</param>
/// <param name="StrideX">Columns from one output column to the next.</param>
/// <param name="DilationY">Rows from one kernel row to the next.</param>
/// <param name="DilationX">Columns from one kernel column to the next.</param>
/// <param name="PadTop">Rows of padding above the image.</param>
/// <param name="PadLeft">Columns of padding left of the image. Padding below and right follows from the output's size.</param>
public sealed record Window(
    int KernelHeight, int KernelWidth, int StrideY, int StrideX, int DilationY, int DilationX, int PadTop, int PadLeft)
{
    /// <summary>Fits a kernel to an image (TensorFlow Lite <c>kernels/padding.h</c>).</summary>
    /// <param name="image">[N, H, W, C].</param>
    /// <param name="padding">SAME or VALID.</param>
    /// <param name="kernel">Rows and columns.</param>
    /// <param name="stride">Along rows and columns.</param>
    /// <param name="dilation">Along rows and columns.</param>
    /// <returns>The window, and the output's height and width, which are below 1 when VALID leaves nothing.</returns>
    public static (Window Window, int Height, int Width) Fit(
        Shape image, Padding padding, (int Y, int X) kernel, (int Y, int X) stride, (int Y, int X) dilation)
    {
        (int height, int top) = Along(image[1], padding, kernel.Y, stride.Y, dilation.Y);
        (int width, int left) = Along(image[2], padding, kernel.X, stride.X, dilation.X);
        return (new Window(kernel.Y, kernel.X, stride.Y, stride.X, dilation.Y, dilation.X, top, left), height, width);
    }

    private static (int Size, int Before) Along(int input, Padding padding, int kernel, int stride, int dilation)
    {
        int reach = ((kernel - 1) * dilation) + 1;
        if (padding == Padding.Valid) return (input < reach ? 0 : ((input - reach) / stride) + 1, 0);
        int output = (int)(((long)input + stride - 1) / stride);
        long total = Math.Max(0, ((output - 1L) * stride) + reach - input);
        return (output, (int)(total / 2));
    }
}
