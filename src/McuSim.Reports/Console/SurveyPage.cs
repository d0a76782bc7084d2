using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>A survey of boards as a table: those that fit by latency, then those that do not by how much is missing.</summary>
public static class SurveyPage
{
    /// <summary>Writes the table.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<SurveyedBoard> boards)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(Left("board")).AddColumn(Left("core")).AddColumn(Right("latency")).AddColumn(Right("peak SRAM")).AddColumn(Right("flash"))
            .AddColumn("verdict");
        foreach (SurveyedBoard board in boards.OrderBy(Rank).ThenBy(b => b.Board.Name, StringComparer.Ordinal)) table.AddRow([.. Row(board)]);
        console.Write(table);
        int fits = boards.Count(b => b.Outcome is { Fits: true });
        console.WriteLine($" fits {fits} of {boards.Count} boards. 1 KB is 1,024 bytes; shares are of the board's SRAM and flash.");
    }

    private static double Rank(SurveyedBoard board) => board.Outcome switch
    {
        Report report => report.Time.Milliseconds,
        Misfit misfit => 1e12 + misfit.OverflowBytes,
        _ => double.MaxValue,
    };

    private static IEnumerable<string> Row(SurveyedBoard board)
    {
        string core = board.Board.Core.Kind.ToString().Replace("Cortex", "", StringComparison.Ordinal).Replace("Plus", "+", StringComparison.Ordinal);
        string[] start = [Markup.Escape(SafeText.Of(board.Board.Name, 24)), $"{core} at {Figures.Clock(board.Board.ClockHz)}"];
        return board.Outcome switch
        {
            Report r =>
            [
                .. start, Figures.Milliseconds(r.Time.Milliseconds),
                Use(r.Memory.Sram.PeakBytes, HeadlineSection.SramCapacity(r.Memory.Sram.Regions)), Use(r.Memory.Flash.TotalBytes, r.Memory.Flash.CapacityBytes), "[green]fits[/]",
            ],
            Misfit m => [.. start, "", "", "", $"[red]{Markup.Escape(SafeText.Of(m.Region, 20))} is {Figures.Count(m.OverflowBytes)} bytes too small[/]"],
            _ => [.. start, "", "", "", $"[red]{Markup.Escape(board.Problem!.Message)}[/]"],
        };
    }

    private static string Use(long bytes, long capacity) => $"{Figures.Size(bytes)} {Figures.Percent(bytes, capacity)}";

    private static TableColumn Left(string header) => new TableColumn(header).NoWrap();

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
}
