using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>The single-precision numbers of <see cref="AudioArithmetic.Float"/>, in the places of <see cref="AudioFixedTables"/>.</summary>
public sealed class AudioFloatTables
{
    /// <summary>Works out the numbers.</summary>
    /// <param name="tables">What is computed.</param>
    /// <param name="scale">Of the int8 output.</param>
    public AudioFloatTables(AudioTables tables, float scale)
    {
        Window = [.. tables.Window.Select(w => (float)w)];
        int half = tables.Transform / 2;
        Twiddles = [.. Enumerable.Range(0, half).SelectMany(k => new[] { (float)Math.Cos(Math.PI * k / half), (float)Math.Sin(Math.PI * k / half) })];
        Weights = [.. tables.Bands.SelectMany(b => b.Weights).Select(w => (float)w)];
        Floor = (float)tables.Floor;
        Logs = [.. Enumerable.Range(0, AudioFixedTables.LogPieces + 1).Select(i => (float)Math.Log2(1 + (i / (double)AudioFixedTables.LogPieces)))];
        ImmutableArray<double> cosines = tables.Cosines.IsEmpty ? [1.0] : tables.Cosines;
        Factors = [.. cosines.Select(c => (float)(c * Math.Log(2) / scale))];
    }

    /// <summary>The window.</summary>
    public ImmutableArray<float> Window { get; }

    /// <summary>cos and sin of pi k / (transform / 2).</summary>
    public ImmutableArray<float> Twiddles { get; }

    /// <summary>The weights of all bands, one after the other.</summary>
    public ImmutableArray<float> Weights { get; }

    /// <summary>What is added to a band for a divisor of 1.</summary>
    public float Floor { get; }

    /// <summary>log2(1 + i / 128).</summary>
    public ImmutableArray<float> Logs { get; }

    /// <summary>Cosines (or 1) times ln 2 / output scale.</summary>
    public ImmutableArray<float> Factors { get; }
}
