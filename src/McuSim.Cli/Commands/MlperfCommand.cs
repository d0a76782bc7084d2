using System.CommandLine;
using System.Globalization;

using McuSim.Boards;
using McuSim.Datasets;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim mlperf</c>: runs an MLPerf Tiny image and plays the official runner's side of the protocol.</summary>
internal static class MlperfCommand
{
    public static Command Create(CommandContext context)
    {
        var image = new Argument<string>("IMAGE") { Description = "The firmware: an ELF file, an Intel HEX file, or raw bytes for the board's code memory." };
        var board = new Option<string>("--board", "-b") { Description = "A board's name (see 'mcusim boards') or a board file.", HelpName = "NAME", Required = true };
        var benchmark = new Option<string>("--benchmark") { Description = "What the firmware was built for.", HelpName = "kws|vww|ic|ad|sww", Required = true };
        var data = new Option<string?>("--data", "-d") { Description = "Labelled inputs (docs/datasets.md) to measure accuracy on, for sww the runner's test files and sounds; without them only latency is measured.", HelpName = "FOLDER" };
        var limit = new Option<int?>("--limit") { Description = "Use at most N inputs, spread evenly over the folder.", HelpName = "N" };
        var limits = new LimitOptions("the answer to one command");
        var command = new Command("mlperf", "Runs an MLPerf Tiny firmware image over the EEMBC serial protocol and reports latency and accuracy.") { image, board, benchmark, data, limit };
        limits.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetRequiredValue(benchmark) == "sww")
                return Task.FromResult(Stream(context, parsed.GetRequiredValue(board), parsed.GetRequiredValue(image), parsed.GetValue(data), parsed.GetValue(limit), limits.Limits(parsed), cancellation));
            MlperfBenchmark which = MlperfBenchmark.Named(parsed.GetRequiredValue(benchmark));
            Board on = BoardCatalog.Load(parsed.GetRequiredValue(board));
            FirmwareImage firmware = ImageReader.Read(parsed.GetRequiredValue(image), on.Region(on.Placement.Code).Start);
            Dataset? dataset = parsed.GetValue(data) is { } folder
                ? Dataset.Open(folder, new DatasetOptions(which.Input) { Limit = parsed.GetValue(limit), Classes = which.Classes > 1 ? which.Classes : null })
                : null;
            MlperfReport report;
            using (var progress = new ConsoleProgress(context.ErrorConsole, $"running {which.Title} on {on.Name}"))
                report = MlperfMeasurement.Run(which, on, firmware, dataset, limits.Limits(parsed), new Shown(progress), cancellation);
            Print(context, on, report);
            return Task.FromResult(0);
        });
        return command;
    }

    private static int Stream(CommandContext context, string board, string image, string? data, int? limit, RunLimits limits, CancellationToken cancellation)
    {
        void Line(FormattableString text) => context.Output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        Board on = BoardCatalog.Load(board);
        FirmwareImage firmware = ImageReader.Read(image, on.Region(on.Placement.Code).Start);
        StreamingReport report = StreamingMeasurement.Run(on, firmware, data is null ? [] : [.. StreamingTest.Read(data).Take(limit ?? int.MaxValue)], limits, cancellation);
        Line($"{report.Image} ({report.DeviceName}) on {report.Board.Name}, {report.Board.Title}");
        Line($"latency   {report.Milliseconds:0.000} ms a frame, while {report.ProcessingPin} is high (median of {report.Frames})");
        LatencyTrust trust = BoardTrust.Of(on).For(report.Milliseconds);
        Line($"trust     +/-{trust.Percent:0.0} % ({trust.Tier}: {trust.Points} published figures; docs/accuracy.md)");
        Line($"cycles    {report.Cycles}");
        Line($"duty      {100 * report.DutyCycle:0.0} % of {report.PeriodMilliseconds:0.000} ms");
        foreach (StreamingResult sound in report.Sounds)
            Line($"sound     {sound.Name}: {sound.Found} words found, {sound.Missed} missed, {sound.False} false; detections at {string.Join(' ', sound.Detections.Select(d => d.ToString("0.00", CultureInfo.InvariantCulture)))} s");
        return 0;
    }

    private static void Print(CommandContext context, Board board, MlperfReport report)
    {
        void Line(FormattableString text) => context.Output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        Line($"{report.Image} ({report.DeviceName}) on {report.Board.Name}, {report.Board.Title}");
        Line($"latency   {report.Milliseconds:0.000} ms {(report.TimeStampPin is { } pin ? $"between the pulses on {pin}" : "by the device's clock")} (median)");
        LatencyTrust trust = BoardTrust.Of(board).For(report.Milliseconds);
        Line($"trust     +/-{trust.Percent:0.0} % ({trust.Tier}: {trust.Points} published figures; docs/accuracy.md)");
        Line($"cycles    {report.Cycles}");
        foreach (Advice advice in report.Advice) Line($"advice    {advice.Sentence}");
        if (report.Accuracy is { } accuracy)
            Line($"accuracy  {100 * accuracy.Top1:0.0} % ({accuracy.Correct} of {accuracy.Samples})");
        if (report.Scores.Length > 0)
            Line($"scores    {string.Join(' ', report.Scores.Select(s => s.ToString("0.###", CultureInfo.InvariantCulture)))}");
    }

    /// <summary>Draws the progress on the console.</summary>
    private sealed class Shown(ConsoleProgress console) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => console.Report(value.Done, value.Total);
    }
}
