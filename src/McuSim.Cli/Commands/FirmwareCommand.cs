using System.CommandLine;
using System.Globalization;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Machine.Debugging;
using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim firmware</c>: runs any firmware image, as it is.</summary>
internal static class FirmwareCommand
{
    public static Command Create(CommandContext context)
    {
        var image = new Argument<string>("IMAGE") { Description = "An ELF file, an Intel HEX file, or raw bytes (with --at)." };
        var arguments = new Argument<string[]>("ARGS") { Description = "The program's own arguments, after '--'.", Arity = ArgumentArity.ZeroOrMore };
        var board = new Option<string>("--board", "-b") { Description = "A board's name (see 'mcusim boards') or a board file.", HelpName = "NAME", Required = true };
        var at = new Option<string?>("--at") { Description = "Where the bytes of a raw image go, such as 0x08000000; the start of the board's code memory by default.", HelpName = "ADDRESS" };
        var files = new Option<string?>("--files") { Description = "The one folder whose files the program may open through semihosting; none by default.", HelpName = "DIR" };
        var uart = new Option<string[]>("--uart")
        {
            Description = "Connect a serial port: NAME=stdio, NAME=file:PATH (sends to PATH.out) or NAME=tcp:PORT (on this computer only). May be repeated.",
            HelpName = "NAME=WHERE",
        };
        var gdb = new Option<int?>("--gdb") { Description = "Wait at the first instruction for a debugger at this TCP port of this computer ('target remote :PORT').", HelpName = "PORT" };
        var trace = new Option<string?>("--trace") { Description = "Also write every block executed and every access to this file ('mcusim trace' reads it); with --no-timing blocks only.", HelpName = "FILE" };
        var noTiming = new Option<bool>("--no-timing") { Description = "Measure nothing but instructions: runs several times as fast." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print what the program prints, and no report." };
        var outputs = new OutputOptions();
        var limits = new LimitOptions("the run");
        var command = new Command("firmware", "Runs a firmware image from reset and reports what it printed, its cycles and its memory.") { image, arguments, board, at, files, uart };
        limits.AddTo(command);
        command.Add(gdb);
        command.Add(trace);
        command.Add(noTiming);
        command.Add(quiet);
        outputs.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            outputs.Check(parsed);
            using var output = new ProgramOutputStream(context.Output);
            var input = new InputQueue(Console.OpenStandardInput()); // never closed: its thread may still wait there
            Board on = BoardCatalog.Load(parsed.GetRequiredValue(board));
            uint address = Address(parsed.GetValue(at)) ?? on.Region(on.Placement.Code).Start;
            using var serial = new SerialOptions(parsed.GetValue(uart) ?? [], output, input);
            using GdbServer? debugger = parsed.GetValue(gdb) is { } port ? new GdbServer(port) : null;
            var request = new FirmwareRequest(ImageReader.Read(parsed.GetRequiredValue(image), address), on, limits.Limits(parsed))
            {
                Timing = !parsed.GetValue(noTiming),
                Output = output,
                Debugger = debugger,
                Serial = serial.Streams,
                Input = input,
                ConsoleReceives = Console.IsInputRedirected,
                Files = Folder(parsed.GetValue(files)),
                Arguments = parsed.GetValue(arguments) ?? [],
            };
            if (debugger is not null) context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mcusim: waiting for a debugger; in gdb: target remote :{debugger.Port}"));
            FirmwareReport report = Run(request, parsed.GetValue(trace), cancellation);
            output.EndLine();
            if (!parsed.GetValue(quiet)) FirmwarePage.Write(context.Console, report);
            outputs.Write(context, parsed, ReportContent.Of(report));
            return Task.FromResult((int)End(context, report.Ending));
        });
        return command;
    }

    private static FirmwareReport Run(FirmwareRequest request, string? tracePath, CancellationToken cancellation)
    {
        if (tracePath is null) return FirmwareMeasurement.Run(request, cancellation);
        FirmwareReport? report = null;
        ReportFile.Write(tracePath, stream => report = FirmwareMeasurement.Run(request with { Trace = stream }, cancellation), "trace");
        return report!;
    }

    private static uint? Address(string? text)
    {
        if (text is null) return null;
        bool isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(isHexadecimal ? text[2..] : text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint address)
            ? address
            : throw McuSimException.BadInput($"--at {text} is no address: give one such as 0x08000000.");
    }

    private static string? Folder(string? path) => path is null || Directory.Exists(path)
        ? path
        : throw McuSimException.BadInput($"--files {path} is no folder: make it, or name one that exists.");

    private static ExitCode End(CommandContext context, FirmwareEnding ending)
    {
        if (ending is { Kind: FirmwareEndingKind.Exit, ExitCode: 0 }) return ExitCode.Done;
        context.Error.WriteLine($"mcusim: {ending.Sentence}");
        return ending.Kind switch
        {
            FirmwareEndingKind.InstructionLimit or FirmwareEndingKind.TimeLimit => ExitCode.LimitReached,
            FirmwareEndingKind.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.FirmwareFault,
        };
    }
}
