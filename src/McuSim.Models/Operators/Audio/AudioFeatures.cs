using System.Collections.Immutable;

using McuSim.Common;

namespace McuSim.Models;

/// <summary>The arithmetic of an audio front end.</summary>
public enum AudioArithmetic
{
    /// <summary>Integers only.</summary>
    Fixed,

    /// <summary>Single precision.</summary>
    Float,
}

/// <summary>
/// From 16-bit samples to a network's int8 input: windowed frames, Fourier transform, bands, logarithms, cosine transform. It stands in no model file; a recipe
/// puts it in front of a network.
/// </summary>
/// <remarks>
/// Both arithmetics work on samples as they are and take loudness out of the logarithm: log(b / (u g) + floor) = log(b + floor u g) - log(u g),
/// b the band's sum in units of 1 / u of a sample and g the divisor of the samples. <see cref="AudioFixedTables"/> and <see cref="AudioFloatTables"/> hold
/// the numbers; <c>AudioFixedReference</c> and <c>AudioFloatReference</c> are the definition, which the kernels equal bit for bit.
/// </remarks>
/// <param name="Input">int16 [1, samples].</param>
/// <param name="Output">int8, frames x features.</param>
/// <param name="Tables">What is computed.</param>
/// <param name="Arithmetic">In which numbers.</param>
public sealed record AudioFeatures(Tensor Input, Tensor Output, AudioTables Tables, AudioArithmetic Arithmetic) : Operator(-1, Output)
{
    /// <inheritdoc/>
    public override string Name => "AUDIO_FEATURES";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Puts the operator in front of a network with one int8 input.</summary>
    /// <param name="model">The network.</param>
    /// <param name="tables">What is computed.</param>
    /// <param name="arithmetic">In which numbers.</param>
    /// <returns>A network whose input is int16 [1, samples].</returns>
    /// <exception cref="McuSimException">The network's input is not int8 of as many values, or the tables are beyond what the operator can compute.</exception>
    public static Model Before(Model model, AudioTables tables, AudioArithmetic arithmetic)
    {
        if (model.Graph.Inputs is not [{ Type: ElementType.Int8 } features])
            throw McuSimException.BadInput($"{model.Name} does not have one int8 input: a front end cannot be put before it.");
        if (features.Shape.ElementCount != tables.Frames * tables.PerFrame)
        {
            throw McuSimException.BadInput(
                $"{model.Name}: the recipe makes {tables.Frames} x {tables.PerFrame} values of a sound, but the input {features.Shape} takes {features.Shape.ElementCount}; give the network's own recipe with --recipe.");
        }

        if (tables.Transform is < 16 or > 4096 || tables.Floor > 1)
            throw McuSimException.BadInput($"{model.Name}: a front end on the board takes transforms of 16 to 4096 samples and a floor of at most 1; change the recipe.");
        int index = 1 + model.Graph.Operators.Select(o => o.Output.Index).Append(features.Index).Max();
        var samples = new Tensor(index, "samples", ElementType.Int16, Shape.Of(1, tables.Samples), null, default);
        var first = new AudioFeatures(samples, features, tables, arithmetic);
        return model with
        {
            Sha256 = AudioIdentity.Hash(model.Sha256, tables, arithmetic),
            Graph = model.Graph with { Operators = model.Graph.Operators.Insert(0, first), Inputs = [samples] },
        };
    }
}
