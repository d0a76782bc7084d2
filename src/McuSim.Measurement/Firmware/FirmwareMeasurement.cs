using System.Collections.Immutable;
using System.Globalization;

using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>From any firmware image to a report.</summary>
public static class FirmwareMeasurement
{
    /// <summary>Runs firmware from reset until it ends itself through semihosting, faults, or reaches a limit. Each of these gives a report.</summary>
    /// <param name="request">Image, board and limits.</param>
    /// <param name="cancellation">Ends the run; the report covers what was done.</param>
    /// <exception cref="McuSimException">The image cannot run on the board at all (exit code 2), or the emulator's library is missing (3).</exception>
    public static FirmwareReport Run(FirmwareRequest request, CancellationToken cancellation = default) => RunAll(request, cancellation)[0];

    /// <summary>As <see cref="Run"/>, with a report for each board of <see cref="FirmwareRequest.AlsoOn"/> behind the first.</summary>
    /// <param name="request">Image, boards and limits.</param>
    /// <param name="cancellation">Ends the run; the reports cover what was done.</param>
    /// <exception cref="McuSimException">The image cannot run on the board at all (exit code 2), or the emulator's library is missing (3).</exception>
    public static IReadOnlyList<FirmwareReport> RunAll(FirmwareRequest request, CancellationToken cancellation = default)
    {
        using var run = new FirmwareRun(request);
        FirmwareFaultException? fault = null;
        StopReason? stop = null;
        try
        {
            stop = run.Run(cancellation);
        }
        catch (FirmwareFaultException e)
        {
            fault = e;
        }

        run.FinishTrace();
        var builder = new FirmwareReportBuilder(request, run);
        IReadOnlyList<FirmwareReport> reports = builder.Build(End(request, run, stop, fault));
        foreach ((FirmwareReport report, FirmwareTiming timing) in reports.Zip(run.Boards))
        {
            if (timing.Calls.Recorder is { } recorder)
                request.Record?.Invoke(RecordingBuilder.Build(report.Image.Name, report.Board, recorder, request.Image, timing.Board.Model.Blocks));
        }

        return reports;
    }

    /// <summary>Puts boards together that can share one run: those with the same core, memories and chip.</summary>
    public static IReadOnlyList<TimedBoard[]> Groups(IReadOnlyList<TimedBoard> boards) =>
        [.. boards.GroupBy(b => SameMachine.Key(b.Board, withChip: true), (_, same) => same.ToArray())];

    private static RunEnd End(FirmwareRequest request, FirmwareRun run, StopReason? stop, FirmwareFaultException? fault)
    {
        uint place = run.Machine.ReadRegister(CoreRegister.Pc);
        ImmutableArray<uint> callers = [.. run.Boards.FirstOrDefault()?.Calls.ReturnAddresses ?? []];
        if (fault is not null)
        {
            return new(FirmwareEndingKind.Fault, null, fault.Message, fault.Fault.ProgramCounter, callers.Length > 0 ? callers : [.. fault.Fault.Backtrace.Select(f => f.ReturnAddress)]);
        }

        string where = run.Machine.Symbols.Find(place)?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"0x{place:x8}");
        if (run.Machine.PolledRegister is { } polled) where += $", which polls {polled}";
        if (run.Machine.Restarts is > 0 and var resets) where += string.Create(CultureInfo.InvariantCulture, $" (after {resets} {(resets == 1 ? "reset" : "resets")} by the program or a watchdog)");
        if (run.Machine.FirstFault is { } first) where += $" (the program's handler had a fault before: {first.TrimEnd('.')})";
        if (run.UnknownSemihosting is { } asked)
            where += string.Create(CultureInfo.InvariantCulture, $" (it had asked for semihosting operation 0x{asked.Operation:x} at 0x{asked.Address:x8}, which does not exist: a call may change R0)");
        return stop switch
        {
            StopReason.Exited => new(FirmwareEndingKind.Exit, run.ExitCode, string.Create(CultureInfo.InvariantCulture, $"The program ended with exit code {run.ExitCode}."), place, callers),
            StopReason.InstructionLimit => new(FirmwareEndingKind.InstructionLimit, null, string.Create(CultureInfo.InvariantCulture,
                $"The limit of {request.Limits.Instructions} instructions was reached in {where}; raise it with --max-instructions or look for an endless loop there."), place, callers),
            StopReason.TimeLimit => new(FirmwareEndingKind.TimeLimit, null, string.Create(CultureInfo.InvariantCulture,
                $"The limit of {request.Limits.WallTime!.Value.TotalSeconds} s was reached in {where}; raise it with --max-time or look for an endless loop there."), place, callers),
            _ => new(FirmwareEndingKind.Cancelled, null, $"The run was cancelled in {where}.", place, callers),
        };
    }
}

/// <summary>How a run ended, in addresses.</summary>
internal sealed record RunEnd(FirmwareEndingKind Kind, int? ExitCode, string Sentence, uint Address, ImmutableArray<uint> ReturnAddresses);
