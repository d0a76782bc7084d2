using System.Diagnostics;
using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Benchmarks;

/// <summary>
/// Simulated millions of instructions per second of whole inferences, in processor time, with everything that an evaluation does. Usage:
/// networks BOARD[,BOARD...] MODEL.tflite... (the built-in network where no model is named).
/// </summary>
internal static class NetworkSpeed
{
    private const int Rounds = 9;

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(400);

    /// <summary>Prints a line per board, network and way of running.</summary>
    public static int Run(string[] arguments)
    {
        string[] boards = arguments is [var first, ..] ? first.Split(',') : ["nucleo-l4r5zi", "stm32f746"];
        Print("board", "network", "how", "MIPS", "MIPS, engine alone", "real time", "first, ms", "first, engine alone");
        foreach (string name in boards)
        {
            Board board = BoardCatalog.Load(name);
            foreach (Model model in arguments.Length > 1 ? arguments.Skip(1).Select(ModelReader.Read) : [BuiltInModels.KeywordSpotting])
            {
                Firmware firmware = FirmwareGenerator.Build(model, board, new BuildOptions());
                foreach (bool timed in (bool[])[true, false])
                {
                    Speed translated = Measure(firmware, board, timed, TranslationOptions.Default), engine = Measure(firmware, board, timed, TranslationOptions.None);
                    Print(name, model.Name, timed ? "cycles" : "no timing", Text(translated.Mips), Text(engine.Mips), timed ? Text(translated.RealTime) : "", Text(translated.First), Text(engine.First));
                }
            }
        }

        return 0;
    }

    private static Speed Measure(Firmware firmware, Board board, bool timed, TranslationOptions translation)
    {
        byte[][] input = PseudoRandomInput.For(firmware.Model.Graph);
        double start = Processor();
        using NetworkRunner runner = timed
            ? NetworkRunner.Boot(firmware, board, RunLimits.None, default, translation)
            : NetworkRunner.BootUntimed(firmware, board, RunLimits.None, default, translation);
        double first = Processor() - start;
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed < 4 * s_round) runner.Run(input);
        double best = double.MaxValue;
        Inference last = runner.Run(input);
        for (int round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            int runs = 0;
            double before = Processor();
            for (; clock.Elapsed < s_round || runs == 0; runs++) last = runner.Run(input);
            best = Math.Min(best, (Processor() - before) / runs);
        }

        return new Speed(last.Instructions / best / 1e6, last.Cycles / (double)board.ClockHz / best, 1000 * first);
    }

    private static double Processor() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static string Text(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static void Print(params string[] cells) => Console.WriteLine(string.Join("  ", cells.Select((c, i) => i < 3 ? c.PadRight(24) : c.PadLeft(12))));

    private readonly record struct Speed(double Mips, double RealTime, double First);
}
