using System.CommandLine;
using System.Globalization;
using System.Text;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

using Spectre.Console;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim calibrate</c>: fits a board's free numbers to cycles measured on it.</summary>
internal static class CalibrateCommand
{
    private const string Examples = """
        mcusim calibrate kws.tflite --board stm32f746 --log dwt.csv --out mine.yaml      dwt.csv: a line "region,cycles", then "layer_00_conv_2d,284000", ..., "total,2450000"
        mcusim calibrate app.elf --board nucleo-f446re --log dwt.csv --out mine.yaml     functions, each with what it calls: "fft_q15,15320"
        mcusim run kws.tflite --board mine.yaml                                          the board as it was measured
        """;

    public static Command Create(CommandContext context)
    {
        var program = new Argument<string>("IMAGE_OR_MODEL") { Description = "What was measured: a firmware image, or an int8 .tflite file whose generated firmware was." };
        var board = new Option<string>("--board", "-b") { Description = "The board to start from: a name (see 'mcusim boards') or a board file.", HelpName = "NAME", Required = true };
        var log = new Option<string>("--log")
        {
            Description = "A CSV file with the columns region and cycles, from DWT.CYCCNT. Regions are layers (of a model) or functions with what they call, per call (of an image), and 'total'.",
            HelpName = "FILE",
            Required = true,
        };
        var output = new Option<string>("--out", "-o") { Description = "The board file to write; it extends the board and holds the residuals.", HelpName = "FILE.yaml", Required = true };
        var asBoard = new Option<bool>("--as-board") { Description = "For an image: take clock, wait states and flash accelerator from the board file, whatever the program sets up." };
        var network = new NetworkOptions();
        var limits = new LimitOptions("each run");
        var command = new CommandWithExamples(
            "calibrate", "Fits a board's line fills or wait states to cycles that you measured on it, and writes them into a board file of yours.", Examples)
        {
            program, board, log, output, asBoard,
        };
        network.AddOptionsTo(command);
        limits.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(program), target = parsed.GetRequiredValue(output), name = parsed.GetRequiredValue(board);
            if (!IsFile(target)) throw McuSimException.BadInput($"--out {target} must end in .yaml, so that --board takes it as a file.");
            if (IsFile(name) && Path.GetFullPath(name) == Path.GetFullPath(target)) throw McuSimException.BadInput($"--out {target} is the board to start from; name another file.");
            Board on = BoardCatalog.Load(name);
            CycleLog measured = CycleLog.Read(parsed.GetRequiredValue(log));
            CalibrationResult result;
            using (var progress = new ConsoleProgress(context.ErrorConsole, $"calibrating {on.Name}"))
            {
                progress.Report(0, 1);
                result = ModelZoo.IsZooName(path) || path.EndsWith(".tflite", StringComparison.OrdinalIgnoreCase)
                    ? Calibrator.OnNetwork(ModelArgument.Load(path), on, measured, network.Options(parsed), limits.Limits(parsed), cancellation)
                    : Calibrator.OnFirmware(ImageReader.Read(path, on.Region(on.Placement.Code).Start), on, measured, !parsed.GetValue(asBoard), limits.Limits(parsed), cancellation);
            }

            string extends = IsFile(name) ? Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(target))!, Path.GetFullPath(name)) : on.Name;
            string text = CalibratedBoardFile.Text(result, extends, Path.GetFileName(measured.Path), Path.GetFileName(path));
            ReportFile.Write(target, stream => stream.Write(Encoding.UTF8.GetBytes(text)), "board file");
            Print(context, result, target);
            return Task.FromResult(0);
        });
        return command;
    }

    private static bool IsFile(string name) => name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static void Print(CommandContext context, CalibrationResult result, string target)
    {
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
        foreach (CalibratedParameter p in result.Parameters)
            context.Output.WriteLine(p.WasFitted ? Text($"{p.Name}: {p.After} (was {p.Before}; bounds {p.Least} to {p.Most})") : Text($"{p.Name}: {p.Before} kept, as the log says too little about it"));
        Table table = new Table().Border(TableBorder.Simple).AddColumn("region").AddColumn(Right("measured")).AddColumn(Right("before")).AddColumn(Right("error")).AddColumn(Right("now")).AddColumn(Right("error"));
        foreach (RegionResidual r in result.Regions)
        {
            table.AddRow(Markup.Escape(r.Name), Text($"{r.Measured:N0}"), Text($"{r.Before:N0}"), Text($"{r.PercentBefore:+0.0;-0.0;0.0} %"), Text($"{r.After:N0}"), Text($"{r.PercentAfter:+0.0;-0.0;0.0} %"));
        }

        context.Console.Write(table);
        double Mean(Func<RegionResidual, double> error) => result.Regions.Average(r => Math.Abs(error(r)));
        context.Output.WriteLine(Text($"mean error {Mean(r => r.PercentBefore):0.0} % before, {Mean(r => r.PercentAfter):0.0} % now; written to {target} ('mcusim run MODEL --board {target}')"));
    }
}
