using McuSim.Reports;

using Spectre.Console;
using Spectre.Console.Testing;

namespace McuSim.Tests.Reports;

public class ConsoleProgressTests
{
    [Fact]
    public void Is_silent_where_nobody_watches()
    {
        using var console = new TestConsole();
        using (var progress = new ConsoleProgress(console, "Evaluating")) progress.Report(1, 2);
        Assert.Empty(console.Output);
    }

    [Fact]
    public void Shows_how_much_is_done_and_cleans_up()
    {
        using TestConsole console = new TestConsole().Interactive().EmitAnsiSequences().Colors(ColorSystem.NoColors);
        console.Profile.Capabilities.Ansi = true;
        using (var progress = new ConsoleProgress(console, "Evaluating", new StandingClock()))
        {
            progress.Report(0, 2_000);
            progress.Report(1, 2_000); // too soon to draw again
            progress.Report(2_000, 2_000, "top-1 87.5 %\u001b[31m");
        }

        Assert.Contains("0 of 2,000", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("1 of 2,000", console.Output.Replace("0 of 2,000", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("2,000 of 2,000 top-1 87.5 %\\u001b[31m", console.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[2K", console.Output, StringComparison.Ordinal);
    }

    /// <summary>No time passes, however busy the machine is.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
