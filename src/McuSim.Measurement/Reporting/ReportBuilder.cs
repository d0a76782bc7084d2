using System.IO.Hashing;

using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>Puts what was measured together.</summary>
internal static class ReportBuilder
{
    private const int TopElements = 5;

    /// <summary>Makes the report of the runner's last inference.</summary>
    /// <param name="request">What was measured.</param>
    /// <param name="runner">A runner that watched memory and has run the inference to report.</param>
    /// <param name="timing">The runner's timing for the request's board.</param>
    /// <param name="outputs">The outputs to report.</param>
    /// <param name="evaluation">The evaluation around it, or null for a single run.</param>
    public static Report Build(MeasurementRequest request, NetworkRunner runner, BoardTiming timing, byte[][] outputs, EvaluationSummary? evaluation)
    {
        Firmware firmware = runner.Firmware;
        var profile = new Profile(runner, timing.Model);
        double milliseconds = Math.Round(request.Board.Milliseconds(timing.Model.Cycles), 6);
        return new(
            Describe.Tool,
            Describe.Model(request.Model),
            Describe.Board(request.Board),
            new(request.Options.Goal.ToString().ToLowerInvariant(), request.Options.PruneChannels, firmware.Plan.Layers.Sum(l => l.Macs), firmware.CompilerVersion, firmware.CompilerFlags, firmware.ElfSha256)
            {
                Tuning = TuningUse.Of(request),
            },
            new(timing.Model.Cycles, milliseconds, timing.Model.Instructions, profile.Causes, profile.Functions, evaluation?.Spread) { Caches = Profile.CachesOf(timing.Model.Caches, request.Board) },
            new(SramMeter.Measure(runner.Image, request.Board, firmware.Plan, runner.Meter!), FlashMeter.Measure(runner.Image, request.Board)),
            profile.Layers,
            Output(request.Model.Graph.Outputs[0], outputs),
            evaluation?.Accuracy)
        {
            WhatIfs = timing.WhatIfs(milliseconds),
            Advice = timing.Advice(milliseconds),
            Trust = BoardTrust.Of(request.Board).For(milliseconds),
        };
    }

    private static OutputInfo Output(Tensor first, byte[][] outputs)
    {
        var crc = new Crc32();
        foreach (byte[] bytes in outputs) crc.Append(bytes);
        float[] scores = Scores.Of(first, outputs[0]);
        var top = scores
            .Select((score, index) => new OutputElement(index, Math.Round(score, 6)))
            .OrderByDescending(e => e.Value).ThenBy(e => e.Index).Take(TopElements);
        return new(Hexadecimal.Of(crc), [.. top]);
    }
}
