using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Works out padding and output size of a sliding window (TensorFlow Lite <c>kernels/padding.h</c>).</summary>
internal static class WindowReader
{
    /// <summary>Largest stride and dilation, and largest reach of a dilated kernel; far above what networks use, far below overflow.</summary>
    private const int Largest = 1 << 16;

    /// <summary>The window, and the output's height and width, from the file's options.</summary>
    public static (Window Window, int Height, int Width) Read(
        OperatorSource source, Shape input, PaddingKind padding, (int Y, int X) kernel, (int Y, int X) stride, (int Y, int X) dilation)
    {
        (int height, int top) = Along(source, padding, input[1], kernel.Y, stride.Y, dilation.Y);
        (int width, int left) = Along(source, padding, input[2], kernel.X, stride.X, dilation.X);
        return (new Window(kernel.Y, kernel.X, stride.Y, stride.X, dilation.Y, dilation.X, top, left), height, width);
    }

    private static (int Size, int Before) Along(OperatorSource source, PaddingKind padding, int input, int kernel, int stride, int dilation)
    {
        if (stride is < 1 or > Largest) throw source.Error($"its stride is {stride}", $"use a stride from 1 to {Largest}");
        if (dilation is < 1 or > Largest) throw source.Error($"its dilation is {dilation}", $"use a dilation from 1 to {Largest}");
        if (kernel is < 1 or > Largest || (kernel - 1L) * dilation >= Largest)
            throw source.Error($"its kernel of {kernel} elements with dilation {dilation} is too large", $"use a kernel that reaches over at most {Largest}");
        int reach = ((kernel - 1) * dilation) + 1;
        int output = padding switch
        {
            PaddingKind.Same => (int)(((long)input + stride - 1) / stride),
            PaddingKind.Valid when input >= reach => ((input - reach) / stride) + 1,
            PaddingKind.Valid => throw source.Error($"its kernel reaches over {reach} elements, but the input has {input}", "use padding SAME"),
            _ => throw source.Error($"its padding is {(int)padding}", "use SAME or VALID"),
        };
        long total = Math.Max(0, ((output - 1L) * stride) + reach - input);
        return (output, (int)(total / 2));
    }
}
