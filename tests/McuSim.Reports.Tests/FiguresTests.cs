using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>Numbers, names and bars as they are shown.</summary>
public class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1000, "1.00 k")]
    [InlineData(99_949, "99.9 k")]
    [InlineData(99_950, "100 k")]
    [InlineData(999_499, "999 k")]
    [InlineData(999_500, "1.00 M")]
    [InlineData(12_501_632, "12.5 M")]
    [InlineData(-12_501_632, "-12.5 M")]
    [InlineData(long.MaxValue, "9.22 E")]
    public void Counts_to_three_figures(long value, string text) => Assert.Equal(text, Figures.Short(value));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1,023 B")]
    [InlineData(1024, "1.0 KB")]
    [InlineData(1_048_576, "1,024.0 KB")]
    public void Sizes(long bytes, string text) => Assert.Equal(text, Figures.Size(bytes));

    [Theory]
    [InlineData(216_000_000, "216 MHz")]
    [InlineData(32_768, "0.033 MHz")]
    public void Clocks(long hertz, string text) => Assert.Equal(text, Figures.Clock(hertz));

    [Fact]
    public void Latencies_and_shares()
    {
        Assert.Equal("57.870 ms", Figures.Milliseconds(57.87));
        Assert.Equal("0.0123 ms", Figures.Milliseconds(0.0123));
        Assert.Equal("12,345.000 ms", Figures.Milliseconds(12345));
        Assert.Equal("12.5 %", Figures.Percent(1, 8));
        Assert.Equal("0.0 %", Figures.Percent(1, 0));
    }

    [Theory]
    [InlineData("plain [name]", "plain [name]")]
    [InlineData("a\nb\r\t", "a\\nb\\r\\t")]
    [InlineData("\u001b[31m", "\\u001b[31m")]
    [InlineData("\u202eevil", "\\u202eevil")]
    [InlineData("漢字 é", "漢字 é")]
    [InlineData(null, "")]
    [InlineData("12345678901", "1234567890...")]
    public void Names_are_made_safe(string? name, string text) => Assert.Equal(text, SafeText.Of(name, name?.Length == 11 ? 10 : 60));

    [Theory]
    [InlineData("depthwise_conv_2d_in_place", 20, "depthwise_conv_2d_\nin_place")]
    [InlineData("conv_2d", 20, "conv_2d")]
    [InlineData("abcdefghijklmnopqrst", 8, "abcdefgh\nijklmnop\nqrst")]
    [InlineData("a_bcdefghijkl", 8, "a_bcdefg\nhijkl")]
    [InlineData("", 0, "")]
    public void Long_names_break_after_underscores(string name, int width, string text) => Assert.Equal(text, SafeText.Wrap(name, width));

    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("a\ufffdb", SafeText.Of("a\ud800b"));

    [Fact]
    public void Stacked_bars_show_everything_and_never_overflow()
    {
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++)
        {
            long[] parts = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(3) == 0 ? 0 : random.NextInt64(1, 1L << random.Next(1, 62)))];
            long capacity = random.NextInt64(0, 1L << random.Next(1, 62));
            int[] cells = Bars.Lengths(parts, capacity, 10);
            Assert.InRange(cells.Sum(), 0, 10);
            Assert.All(parts.Zip(cells), p => Assert.Equal(p.First > 0, p.Second > 0));
        }
    }
}
