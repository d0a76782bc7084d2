using System.Globalization;

using McuSim.Boards;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Benchmarks;

/// <summary>
/// Simulated millions of instructions per second of firmware images, in processor time, with everything that <c>mcusim firmware</c> measures. Usage:
/// firmware BOARD[,BOARD...] INSTRUCTIONS IMAGE...
/// </summary>
internal static class FirmwareSpeed
{
    private const int Rounds = 3;

    /// <summary>Prints a line per board and image.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments.Length < 3 || !long.TryParse(arguments[1], CultureInfo.InvariantCulture, out long instructions))
        {
            Console.Error.WriteLine("usage: firmware BOARD[,BOARD...] INSTRUCTIONS IMAGE...");
            return 2;
        }

        Print("board", "image", "M instructions", "cycles, MIPS", "advice too", "no timing", "real time");
        foreach (Board board in arguments[0].Split(',').Select(BoardCatalog.Load))
        {
            foreach (string path in arguments.Skip(2))
            {
                var request = new FirmwareRequest(ImageReader.Read(path, board.Region(board.Placement.Code).Start), board, new RunLimits(Instructions: instructions));
                (FirmwareReport report, double cycles) = Best(request);
                (_, double advised) = Best(request with { Advises = true });
                (_, double untimed) = Best(request with { Timing = false });
                double mega = report.Instructions / 1e6;
                Print(board.Name, Path.GetFileName(path), Text(mega), Text(mega / cycles), Text(mega / advised), Text(mega / untimed), Text((report.Profile?.Milliseconds ?? 0) / 1000 / cycles));
            }
        }

        return 0;
    }

    private static (FirmwareReport Report, double Seconds) Best(FirmwareRequest request)
    {
        double best = double.MaxValue;
        FirmwareReport? report = null;
        for (int round = 0; round < Rounds; round++)
        {
            double before = Environment.CpuUsage.TotalTime.TotalSeconds;
            report = FirmwareMeasurement.Run(request);
            best = Math.Min(best, Environment.CpuUsage.TotalTime.TotalSeconds - before);
        }

        return (report!, best);
    }

    private static string Text(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static void Print(params string[] cells) => Console.WriteLine(string.Join("  ", cells.Select((c, i) => i < 2 ? c.PadRight(16) : c.PadLeft(14))));
}
