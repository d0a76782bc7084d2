namespace McuSim.Models.Reading;

/// <summary>Checks the numbers of a sliding window.</summary>
internal static class WindowReader
{
    /// <summary>Largest stride and dilation, and largest reach of a dilated kernel; far above what networks use, far below overflow.</summary>
    private const int Largest = 1 << 16;

    /// <summary>The window, and the output's height and width, from the file's options.</summary>
    public static (Window Window, int Height, int Width) Read(
        OperatorSource source, Shape input, int padding, (int Y, int X) kernel, (int Y, int X) stride, (int Y, int X) dilation)
    {
        if (!Enum.IsDefined((Padding)padding)) throw source.Error($"its padding is {padding}", "use SAME or VALID");
        Check(source, kernel.Y, stride.Y, dilation.Y);
        Check(source, kernel.X, stride.X, dilation.X);
        (Window window, int height, int width) = Window.Fit(input, (Padding)padding, kernel, stride, dilation);
        if (height < 1 || width < 1)
            throw source.Error(
                $"its kernel of {kernel.Y}x{kernel.X} does not fit into an image of {input[1]}x{input[2]}",
                "use padding SAME");
        return (window, height, width);
    }

    private static void Check(OperatorSource source, int kernel, int stride, int dilation)
    {
        if (stride is < 1 or > Largest) throw source.Error($"its stride is {stride}", $"use a stride from 1 to {Largest}");
        if (dilation is < 1 or > Largest) throw source.Error($"its dilation is {dilation}", $"use a dilation from 1 to {Largest}");
        if (kernel is < 1 or > Largest || (kernel - 1L) * dilation >= Largest)
            throw source.Error(
                $"its kernel of {kernel} elements with dilation {dilation} is too large",
                $"use a kernel that reaches over at most {Largest}");
    }
}
