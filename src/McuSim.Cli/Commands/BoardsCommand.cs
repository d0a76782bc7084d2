using System.CommandLine;
using System.Globalization;

using McuSim.Boards;
using McuSim.Measurement;
using McuSim.Reports;

using Spectre.Console;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim boards</c> and <c>mcusim boards show NAME</c>.</summary>
internal static class BoardsCommand
{
    public static Command Create(CommandContext context)
    {
        var list = new Command("boards", "Lists the boards that come with McuSim.");
        list.SetAction(_ => List(context));

        var name = new Argument<string>("NAME") { Description = "A board's name, or the path of a board file (.yaml)." };
        var show = new Command("show", "Shows one board: core, clock, memory map, flash, caches and the sources of the numbers.") { name };
        show.SetAction(parsed => Show(context, BoardCatalog.Load(parsed.GetRequiredValue(name))));
        list.Add(show);

        var folder = new Argument<string?>("FOLDER") { Description = "Write accuracy.md and accuracy.svg into this folder instead of printing the page.", Arity = ArgumentArity.ZeroOrOne };
        var accuracy = new Command("accuracy", "Shows how simulated latency agrees with published measurements on boards, point by point.") { folder };
        accuracy.SetAction(parsed => Accuracy(context, parsed.GetValue(folder)));
        list.Add(accuracy);
        return list;
    }

    private static int List(CommandContext context)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(Left("board")).AddColumn(Left("core")).AddColumn(Right("clock")).AddColumn(Right("RAM")).AddColumn(Right("flash")).AddColumn("chip");
        foreach (string boardName in BoardCatalog.Names)
        {
            Board board = BoardCatalog.Load(boardName);
            table.AddRow(board.Name, CoreName(board.Core), Megahertz(board.ClockHz), Kilobytes(RamBytes(board)),
                Kilobytes(FlashBytes(board)), Markup.Escape(board.Title));
        }

        context.Console.Write(table);
        context.Output.WriteLine("Any other board is a file: 'mcusim run MODEL --board path/to/my-board.yaml'; see docs/boards.md.");
        return 0;
    }

    private static int Accuracy(CommandContext context, string? folder)
    {
        if (folder is null)
        {
            context.Output.Write(AccuracyPage.Text());
            return 0;
        }

        void Write(string name, string text) => ReportFile.Write(Path.Combine(folder, name), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)), "page");
        Write("accuracy.md", AccuracyPage.Text());
        Write(AccuracyPage.PlotName, AccuracyPage.Plot());
        return 0;
    }

    private static int Show(CommandContext context, Board board)
    {
        IAnsiConsole console = context.Console;
        console.MarkupLine($"[bold]{Markup.Escape(board.Name)}[/]  {Markup.Escape(board.Title)}");
        console.MarkupLine($"{CoreName(board.Core)} at {Megahertz(board.ClockHz)}, FPU {board.Core.Fpu.ToString().ToLowerInvariant()}, DSP {(board.Core.HasDsp ? "yes" : "no")}");

        Table map = new Table().Border(TableBorder.Simple)
            .AddColumn(Left("region")).AddColumn(Left("kind")).AddColumn(Left("start")).AddColumn(Right("size")).AddColumn(Left("runs code"))
            .AddColumn(Right("wait states")).AddColumn(Right("line fill")).AddColumn(Left("alias of"));
        foreach (MemoryRegion region in board.Regions)
        {
            map.AddRow(region.Name, region.Kind.ToString(), $"0x{region.Start:X8}", Kilobytes(region.Size), region.Executable ? "yes" : "no",
                Text(region.Kind == MemoryKind.Flash ? board.Flash.WaitStates : region.WaitStates),
                Text(region.Kind == MemoryKind.Flash ? board.Flash.LineFillCycles : region.LineFillCycles), region.AliasOf ?? "");
        }

        console.Write(map);
        FlashInterface flash = board.Flash;
        console.WriteLine($"flash: {flash.WidthBits} bits a read, {flash.WaitStates} wait states of {flash.CoreClocksPerBusClock} core clock(s), prefetch {(flash.Prefetch ? "on" : "off")}"
            + (flash.Accelerator is { } art ? $", accelerator {art.InstructionLines} instruction and {art.DataLines} data lines of {art.LineBytes} bytes" : ""));
        console.WriteLine($"caches: instructions {CacheText(board.InstructionCache)}, data {CacheText(board.DataCache)}");
        console.WriteLine($"placement: code in {board.Placement.Code}, stack and data in {board.Placement.Stack}, arena in "
            + string.Join(", else ", board.Placement.Arena.Select(regions => string.Join("+", regions))));
        if (board.Supply is { } supply)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"supply: {supply.RunMilliamperes} mA at {supply.Volts} V while running"));
        Evidence(console, board);
        console.WriteLine("sources:");
        foreach (string source in board.Sources) console.WriteLine($"  {source}");
        return 0;
    }

    /// <summary>What the board's cycles were compared with.</summary>
    private static void Evidence(IAnsiConsole console, Board board)
    {
        BoardTrust trust = BoardTrust.Of(board);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trust: +/-{trust.Percent:0.0} % for int8 networks (docs/accuracy.md); {Basis(trust.Tier)}"));
        if (trust.Evidence.Length == 0) return;
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(Left("compared on")).AddColumn(Right("points")).AddColumn(Right("calibrated on")).AddColumn(Right("mean error")).AddColumn(Right("worst"));
        foreach (BoardEvidence e in trust.Evidence)
        {
            table.AddRow(
                e.Board, Text(e.Points), Text(e.Fits), string.Create(CultureInfo.InvariantCulture, $"{e.MeanPercent:0.0} %"),
                string.Create(CultureInfo.InvariantCulture, $"{e.WorstPercent:+0.0;-0.0} %"));
        }

        console.Write(table);
    }

    private static string Basis(TrustTier tier) => tier switch
    {
        TrustTier.Chip => "compared with published figures on this chip",
        TrustTier.Similar => "compared on other chips with this core and kind of memory",
        _ => "from documents alone",
    };

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();

    private static TableColumn Left(string header) => new TableColumn(header).NoWrap();

    private static string CoreName(CoreDescription core) => core.Kind.ToString().Replace("Cortex", "Cortex-", StringComparison.Ordinal);

    private static string Megahertz(long hertz) => string.Create(CultureInfo.InvariantCulture, $"{hertz / 1e6:0.###} MHz");

    private static string Kilobytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.##} KB");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string CacheText(Cache? cache) => cache is null ? "none" : $"{Kilobytes(cache.Bytes)} {cache.Ways}-way, lines of {cache.LineBytes} bytes";

    private static long RamBytes(Board board) =>
        board.Regions.Where(r => r.Kind is MemoryKind.Sram or MemoryKind.DataTcm && r.AliasOf is null).Sum(r => (long)r.Size);

    private static long FlashBytes(Board board) =>
        board.Regions.Where(r => r.Kind == MemoryKind.Flash && r.AliasOf is null).Sum(r => (long)r.Size);
}
