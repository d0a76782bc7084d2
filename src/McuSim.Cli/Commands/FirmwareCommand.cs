using System.CommandLine;
using System.Globalization;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Datasets.Audio;
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
        var image = new Argument<string>("IMAGE") { Description = "An ELF, Intel HEX, S-record, UF2 or DfuSe file, or raw bytes (with --at)." };
        var arguments = new Argument<string[]>("ARGS") { Description = "The program's own arguments, after '--'.", Arity = ArgumentArity.ZeroOrMore };
        var board = new Option<string>("--board", "-b")
        {
            Description = "Boards by name (see 'mcusim boards') or board files, separated by commas. Boards with the same memories and chip share one run.",
            HelpName = "NAME[,NAME...]",
            Required = true,
        };
        var at = new Option<string?>("--at") { Description = "Where the bytes of a raw image go, such as 0x08000000; the start of the board's code memory by default.", HelpName = "ADDRESS" };
        var files = new Option<string?>("--files") { Description = "The one folder whose files the program may open through semihosting; none by default.", HelpName = "DIR" };
        var uart = new Option<string[]>("--uart")
        {
            Description = "Connect a serial port: NAME=stdio, NAME=file:PATH (sends to PATH.out) or NAME=tcp:PORT (on this computer only). May be repeated.",
            HelpName = "NAME=WHERE",
        };
        var pins = new Option<string[]>("--pin")
        {
            Description = "Give an input pin a level: PC13=low, or with a time PC13=low@1s, P0.11=high@20ms. May be repeated.",
            HelpName = "PIN=LEVEL[@TIME]",
        };
        var sounds = new Option<string[]>("--sound")
        {
            Description = "What a serial audio interface hears, from when the program first listens: SAI1_A=FILE.wav. May be repeated.",
            HelpName = "NAME=FILE",
        };
        var gdb = new Option<int?>("--gdb") { Description = "Wait at the first instruction for a debugger at this TCP port of this computer ('target remote :PORT').", HelpName = "PORT" };
        var asBoard = new Option<bool>("--as-board") { Description = "Take clock, wait states and flash accelerator from the board file, whatever the program sets up." };
        var whatIf = new WhatIfOption();
        var trace = new Option<string?>("--trace") { Description = "Also write every block executed and every access to this file ('mcusim trace' reads it); with --no-timing blocks only.", HelpName = "FILE" };
        var noTiming = new Option<bool>("--no-timing") { Description = "Measure nothing but instructions: runs several times as fast." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print what the program prints, and no report." };
        var outputs = new OutputOptions();
        var limits = new LimitOptions("the run");
        var command = new Command("firmware", "Runs a firmware image from reset and reports what it printed, its cycles and its memory.") { image, arguments, board, at, files, uart, pins, sounds };
        limits.AddTo(command);
        command.Add(gdb);
        command.Add(trace);
        command.Add(asBoard);
        command.Add(whatIf.Option);
        command.Add(noTiming);
        command.Add(quiet);
        outputs.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            outputs.Check(parsed, records: true);
            using var output = new ProgramOutputStream(context.Output);
            var input = new InputQueue(Console.OpenStandardInput()); // never closed: its thread may still wait there
            IReadOnlyList<Board> boards = NetworkOptions.Boards("--board", parsed.GetRequiredValue(board));
            using var serial = new SerialOptions(parsed.GetValue(uart) ?? [], output, input);
            using GdbServer? debugger = parsed.GetValue(gdb) is { } port ? new GdbServer(port) : null;
            IReadOnlyList<TimedBoard[]> groups = FirmwareMeasurement.Groups([.. boards.Select(b => new TimedBoard(b, whatIf.For(parsed, b)))]);
            if (groups.Count > 1 && (debugger is not null || parsed.GetValue(trace) is not null))
                throw McuSimException.BadInput("--gdb and --trace take one run, and these boards have different memories or chips: name one of them with --board.");
            if (debugger is not null) context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mcusim: waiting for a debugger; in gdb: target remote :{debugger.Port}"));
            var reports = new List<FirmwareReport>();
            var recordings = new List<Recording>();
            foreach (TimedBoard[] group in groups)
            {
                Board on = group[0].Board;
                uint address = Address(parsed.GetValue(at)) ?? on.Region(on.Placement.Code).Start;
                var request = new FirmwareRequest(ImageReader.Read(parsed.GetRequiredValue(image), address), on, limits.Limits(parsed))
                {
                    Timing = !parsed.GetValue(noTiming),
                    FollowsChip = !parsed.GetValue(asBoard),
                    WhatIfs = group[0].WhatIfs,
                    AlsoOn = [.. group.Skip(1)],
                    Advises = !parsed.GetValue(quiet) || outputs.Any(parsed),
                    Record = outputs.Records(parsed) ? recordings.Add : null,
                    Output = output,
                    Debugger = debugger,
                    Serial = serial.Streams,
                    Pins = [.. (parsed.GetValue(pins) ?? []).Select(p => PinInput.Parse(p, on))],
                    Sounds = [.. (parsed.GetValue(sounds) ?? []).Select(s => Sound(s, on))],
                    Input = input,
                    ConsoleReceives = Console.IsInputRedirected,
                    Files = Folder(parsed.GetValue(files)),
                    Arguments = parsed.GetValue(arguments) ?? [],
                };
                reports.AddRange(Run(request, parsed.GetValue(trace), cancellation));
            }

            output.EndLine();
            if (!parsed.GetValue(quiet)) FirmwarePage.Write(context.Console, reports);
            outputs.Write(context, parsed, new ReportContent { Firmware = [.. reports], Recordings = [.. recordings] });
            return Task.FromResult((int)reports.Select(r => End(context, r.Ending)).Max());
        });
        return command;
    }

    private static IReadOnlyList<FirmwareReport> Run(FirmwareRequest request, string? tracePath, CancellationToken cancellation)
    {
        if (tracePath is null) return FirmwareMeasurement.RunAll(request, cancellation);
        IReadOnlyList<FirmwareReport> reports = [];
        ReportFile.Write(tracePath, stream => reports = FirmwareMeasurement.RunAll(request with { Trace = stream }, cancellation), "trace");
        return reports;
    }

    private static uint? Address(string? text)
    {
        if (text is null) return null;
        bool isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(isHexadecimal ? text[2..] : text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint address)
            ? address
            : throw McuSimException.BadInput($"--at {text} is no address: give one such as 0x08000000.");
    }

    private static SoundInput Sound(string text, Board board)
    {
        string[] parts = text.Split('=', 2);
        string[] ports = [.. SoundInput.Ports(board)];
        if (parts.Length < 2 || !ports.Contains(parts[0]))
            throw McuSimException.BadInput($"--sound {text} names no serial audio interface of board {board.Name}: {(ports.Length == 0 ? "its chip file has none (device: sai)" : $"give NAME=FILE.wav with one of {string.Join(", ", ports)}")}.");
        AudioClip clip = WavReader.Read(parts[1]);
        return new SoundInput(parts[0], clip.Samples, clip.SampleRate);
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
