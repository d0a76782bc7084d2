using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>The integers of <see cref="AudioArithmetic.Fixed"/>.</summary>
/// <remarks>
/// Samples times window have <see cref="FractionBits"/> bits after the point, as many as a sum over a whole frame leaves room for in 32 bits. Magnitudes keep
/// them; weights of bands have <see cref="WeightBits"/> bits. Logarithms are to base 2 with 24 bits after the point, from a table with linear interpolation.
/// </remarks>
public sealed class AudioFixedTables
{
    /// <summary>Pieces of the logarithm's table.</summary>
    public const int LogPieces = 128;

    /// <summary>Works out the integers.</summary>
    /// <param name="tables">What is computed.</param>
    /// <param name="scale">Of the int8 output.</param>
    public AudioFixedTables(AudioTables tables, float scale)
    {
        FractionBits = Math.Clamp((int)Math.Floor(15 - Math.Log2(Math.Max(1, tables.Window.Sum()))), 0, 15);
        Window = [.. tables.Window.Select(w => Whole(w * 32767))];
        int half = tables.Transform / 2;
        Twiddles = [.. Enumerable.Range(0, half).SelectMany(k => new[] { Whole(Math.Cos(Angle(k)) * (1 << 30)), Whole(Math.Sin(Angle(k)) * (1 << 30)) })];
        double Angle(int k) => Math.PI * k / half;
        WeightBits = tables.Power == 1 ? 15 : 8;
        FirstBins = [.. tables.Bands.Select(b => b.FirstBin)];
        Counts = [.. tables.Bands.Select(b => b.Weights.Length)];
        Weights = [.. tables.Bands.SelectMany(b => b.Weights).Select(w => Whole(w * ((1 << WeightBits) - (tables.Power == 1 ? 1 : 0))))];
        UnitBits = tables.Power == 1 ? FractionBits + WeightBits : 2 * FractionBits;
        FloorFactor = (long)Math.Round(tables.Floor * Math.ScaleB(1, UnitBits + 16));
        Logs = [.. Enumerable.Range(0, LogPieces + 1).Select(i => Whole(Math.Log2(1 + (i / (double)LogPieces)) * (1 << 24)))];
        ImmutableArray<double> cosines = tables.Cosines.IsEmpty ? [1.0] : tables.Cosines;
        double step = Math.Log(2) / scale, largest = cosines.Max(c => Math.Abs(c)) * step;
        FactorBits = Math.Clamp((int)Math.Floor(29 - Math.Log2(largest)), 0, 29);
        Factors = [.. cosines.Select(c => Whole(c * step * Math.ScaleB(1, FactorBits)))];
    }

    /// <summary>Bits after the point of windowed samples.</summary>
    public int FractionBits { get; }

    /// <summary>15 bits after the point.</summary>
    public ImmutableArray<int> Window { get; }

    /// <summary>cos and sin of pi k / (transform / 2), 30 bits after the point.</summary>
    public ImmutableArray<int> Twiddles { get; }

    /// <summary>Bits after the point of <see cref="Weights"/>.</summary>
    public int WeightBits { get; }

    /// <summary>The first bin of each band.</summary>
    public ImmutableArray<int> FirstBins { get; }

    /// <summary>The bins of each band.</summary>
    public ImmutableArray<int> Counts { get; }

    /// <summary>The weights of all bands, one after the other.</summary>
    public ImmutableArray<int> Weights { get; }

    /// <summary>Bits after the point of a band's sum.</summary>
    public int UnitBits { get; }

    /// <summary>The floor in units of a band's sum, for a divisor of 1; 16 more bits after the point.</summary>
    public long FloorFactor { get; }

    /// <summary>log2(1 + i / 128), 24 bits after the point.</summary>
    public ImmutableArray<int> Logs { get; }

    /// <summary>Cosines (or 1) times ln 2 / output scale, <see cref="FactorBits"/> bits after the point.</summary>
    public ImmutableArray<int> Factors { get; }

    /// <summary>Bits after the point of <see cref="Factors"/>.</summary>
    public int FactorBits { get; }

    private static int Whole(double value) => checked((int)Math.Round(value, MidpointRounding.AwayFromZero));
}
