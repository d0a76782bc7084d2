using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Codegen;

namespace McuSim.Measurement;

/// <summary>Explains why a network does not fit a board, and names boards that it fits.</summary>
internal static class MisfitBuilder
{
    /// <summary>Makes the explanation.</summary>
    public static Misfit Build(MeasurementRequest request, DoesNotFitException problem, bool suggestBoards) => new(
        Describe.Tool, Describe.Model(request.Model), Describe.Board(request.Board), problem.Use.Region, problem.Use.NeededBytes,
        problem.Use.CapacityBytes, problem.PeakLayer?.Name,
        [.. problem.AliveAtPeak.Select(b => new BufferUse(b.Name, b.Offset, b.Bytes))], suggestBoards ? BoardsThatFit(request) : []);

    private static ImmutableArray<string> BoardsThatFit(MeasurementRequest request)
    {
        bool Fits(Board board) =>
            FitChecker.Check(FirmwarePlanner.Plan(request.Model, board.Core, request.Options), board, request.Options).Fits;

        return [.. BoardCatalog.Names.Where(name => name != request.Board.Name && Fits(BoardCatalog.Load(name)))];
    }
}
