using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;

namespace McuSim.Measurement;

/// <summary>How far the cycles of a board can be trusted, from recorded comparisons with real boards. The rule is in docs/accuracy.md.</summary>
/// <param name="Tier">On what the figure rests.</param>
/// <param name="Percent">A published figure differs by at most this, in percent, in nine of ten cases like those recorded.</param>
/// <param name="Evidence">The boards whose comparisons count.</param>
public sealed record BoardTrust(TrustTier Tier, double Percent, ImmutableArray<BoardEvidence> Evidence)
{
    private const double Coverage = 0.9;
    private const int EnoughForQuantile = 9; // the smallest sample whose largest member is its nine-in-ten bound: ceil(0.9 (n + 1)) = n
    private const double FitFactor = 1.5;
    private const double SimilarFactor = 1.5;
    private const double OneChipFactor = 3; // comparisons on a single other chip do not show how chips differ
    private const double TableFactor = 3;

    private static readonly Lazy<ImmutableDictionary<string, Board>> Compared = new(() =>
        HardwareResults.All.Select(r => r.Board).Distinct().Where(n => BoardCatalog.Names.Contains(n)).ToImmutableDictionary(n => n, BoardCatalog.Load));

    /// <summary>The trust in a board's cycles for int8 networks.</summary>
    public static BoardTrust Of(Board board) => Of(board, [.. HardwareResults.All.Where(r => r.Other is null && Compared.Value.ContainsKey(r.Board))]);

    /// <summary>The board of a comparison; null when its file does not come with McuSim.</summary>
    internal static Board? BoardOf(Residual residual) => Compared.Value.GetValueOrDefault(residual.Board);

    /// <summary>The trust that some comparisons give.</summary>
    internal static BoardTrust Of(Board board, ImmutableArray<Residual> residuals)
    {
        bool Like(Residual r, Func<Board, bool> alike) => alike(Compared.Value[r.Board]);
        Residual[] own = [.. residuals.Where(r => Like(r, b => SameChip(b, board)))];
        if (own.Length > 0) return new(TrustTier.Chip, Bound(own, residuals), EvidenceOf(own));
        Residual[] similar = [.. residuals.Where(r => Like(r, b => SameKind(b, board)))];
        if (similar.Length >= EnoughForQuantile)
        {
            int chips = similar.Select(r => Compared.Value[r.Board]).Select(b => b.Chip?.Name ?? b.Name).Distinct().Count();
            return new(TrustTier.Similar, Math.Round((chips > 1 ? SimilarFactor : OneChipFactor) * Bound(similar), 1), EvidenceOf(similar));
        }

        return new(TrustTier.Table, residuals.Length == 0 ? 100 : Math.Round(TableFactor * Bound([.. residuals]), 1), []);
    }

    /// <summary>The interval around a latency.</summary>
    /// <param name="milliseconds">The latency.</param>
    public LatencyTrust For(double milliseconds)
    {
        double share = Percent / 100;
        return new(
            TierName(Tier), Percent, Math.Round(milliseconds / (1 + share), 6), share >= 1 ? null : Math.Round(milliseconds / (1 - share), 6),
            Evidence.Sum(e => e.Points), [.. Evidence.Select(e => e.Board)]);
    }

    /// <summary>The tier's name in reports.</summary>
    public static string TierName(TrustTier tier) => tier switch
    {
        TrustTier.Chip => "chip",
        TrustTier.Similar => "similar",
        _ => "table",
    };

    /// <summary>
    /// The absolute error that nine of ten further comparisons keep: the ceil(0.9 (n + 1))-th smallest of n (split conformal prediction); for fewer than
    /// nine the largest, widened by (9 - n) / 9. Where parameters were calibrated on more than half of the points, errors are a fit's, and half as much is added.
    /// </summary>
    internal static double Bound(IReadOnlyCollection<Residual> residuals)
    {
        double[] errors = [.. residuals.Select(r => Math.Abs(r.ErrorPercent)).Order()];
        int rank = Math.Min((int)Math.Ceiling(Coverage * (errors.Length + 1)), errors.Length);
        double widening = 1 + (Math.Max(0, EnoughForQuantile - errors.Length) / (double)EnoughForQuantile);
        if (2 * residuals.Count(r => r.Fit is not null) > residuals.Count) widening *= FitFactor;
        return Math.Round(errors[rank - 1] * widening, 1);
    }

    /// <summary>As <see cref="Bound(IReadOnlyCollection{Residual})"/>; a sample too small for it says no more than all comparisons together do, however well it fits.</summary>
    private static double Bound(IReadOnlyCollection<Residual> residuals, IReadOnlyCollection<Residual> all) =>
        residuals.Count >= EnoughForQuantile ? Bound(residuals) : Math.Max(Bound(residuals), Bound(all));

    /// <summary>Boards with the same registers, core and memory interfaces carry the same chip.</summary>
    internal static bool SameChip(Board a, Board b) => a.Chip is not null && a.Chip.Name == b.Chip?.Name && SameKind(a, b);

    /// <summary>Boards with the same core and the same kind of way to its flash.</summary>
    internal static bool SameKind(Board a, Board b) => Kind(a) == Kind(b);

    private static string Kind(Board board) => string.Create(CultureInfo.InvariantCulture,
        $"{board.Core.Kind} {board.InstructionCache is not null} {board.DataCache is not null} {board.Flash.Accelerator is not null} {board.Flash.Accelerator?.Shared}{(board.Flash.IsSerial ? " serial" : "")}");

    private static ImmutableArray<BoardEvidence> EvidenceOf(IEnumerable<Residual> residuals) =>
        [.. residuals.GroupBy(r => r.Board).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => BoardEvidence.Of(g.Key, [.. g]))];
}

/// <summary>On what the cycles of a board rest.</summary>
public enum TrustTier
{
    /// <summary>Compared with published figures on this chip.</summary>
    Chip,

    /// <summary>Compared on other chips with the same core and the same kind of memory.</summary>
    Similar,

    /// <summary>On the core's table and the board file alone.</summary>
    Table,
}

/// <summary>The comparisons on one board.</summary>
/// <param name="Board">The board.</param>
/// <param name="Points">How many.</param>
/// <param name="Fits">How many of them parameters were calibrated on.</param>
/// <param name="MeanPercent">Mean absolute error.</param>
/// <param name="WorstPercent">The largest error, with its sign.</param>
public sealed record BoardEvidence(string Board, int Points, int Fits, double MeanPercent, double WorstPercent)
{
    internal static BoardEvidence Of(string board, IReadOnlyCollection<Residual> residuals) => new(
        board, residuals.Count, residuals.Count(r => r.Fit is not null), Math.Round(residuals.Average(r => Math.Abs(r.ErrorPercent)), 2),
        Math.Round(residuals.MaxBy(r => Math.Abs(r.ErrorPercent))!.ErrorPercent, 2));
}
