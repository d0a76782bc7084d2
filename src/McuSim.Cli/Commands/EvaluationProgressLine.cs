using System.Globalization;

using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary>How far an evaluation is: a bar where there is a terminal, else a line a minute, with rate, time left and accuracy so far.</summary>
internal sealed class EvaluationProgressLine(ConsoleProgress bar, TextWriter? lines, TimeProvider time) : IProgress<EvaluationProgress>
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private long started;
    private TimeSpan lastLine;
    private int? doneBefore;

    public void Report(EvaluationProgress value)
    {
        if (doneBefore is null) (doneBefore, started) = (value.Done, time.GetTimestamp()); // neither an earlier start nor the build says anything about the rate
        TimeSpan elapsed = time.GetElapsedTime(started);
        string text = Text(value, elapsed);
        bar.Report(value.Done, value.Total, text);
        if (lines is null || elapsed - lastLine < BetweenLines) return;
        lastLine = elapsed;
        lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.Total} inputs, {text}"));
    }

    private string Text(EvaluationProgress value, TimeSpan elapsed)
    {
        string right = string.Create(CultureInfo.InvariantCulture, $"{100.0 * value.Correct / value.Done:0.0} % right");
        if (value.Done == doneBefore) return right;
        double rate = (value.Done - doneBefore!.Value) / Math.Max(elapsed.TotalSeconds, 1e-3);
        TimeSpan left = TimeSpan.FromSeconds(Math.Min((value.Total - value.Done) / rate, 1e7));
        string leftText = left.TotalHours >= 1 ? $"{(int)left.TotalHours} h {left.Minutes} min" : left.TotalMinutes >= 1 ? $"{left.Minutes} min {left.Seconds} s" : $"{left.Seconds} s";
        return string.Create(CultureInfo.InvariantCulture, $"{right}, {rate:0.0}/s, {leftText} left");
    }
}
