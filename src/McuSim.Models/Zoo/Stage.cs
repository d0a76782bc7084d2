namespace McuSim.Models.Zoo;

/// <summary>Inverted bottlenecks of equal shape: expand by a 1x1 convolution, depthwise, project by a 1x1 convolution.</summary>
/// <param name="Kernel">Rows and columns of the depthwise kernel.</param>
/// <param name="Expansion">Expanded channels per input channel; 1 has no expanding convolution.</param>
/// <param name="Stride">Of the first block; the others have 1.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Blocks">How many.</param>
public readonly record struct Stage(int Kernel, int Expansion, int Stride, int Channels, int Blocks = 1)
{
    /// <summary>Reads stages separated by spaces, each <c>kernel:expansion:stride:channels</c>.</summary>
    /// <param name="text">The stages.</param>
    /// <exception cref="FormatException">It does not read so.</exception>
    public static Stage[] Parse(string text) => [.. text.Split(' ').Select(item =>
    {
        int[] n = [.. item.Split(':').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
        return new Stage(n[0], n[1], n[2], n[3]);
    })];

    /// <summary>Writes the stage as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kernel}:{Expansion}:{Stride}:{Channels}");
}
