using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// UNIDIRECTIONAL_SEQUENCE_LSTM, int8 with a cell of int16 (TensorFlow Lite Micro <c>lstm_eval.h</c>): no peepholes, projection or layer normalisation.
/// It goes on where the inference before ended: <see cref="Hidden"/> and <see cref="Cell"/> are variables that it changes itself.
/// </summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8 [batches, steps, inputs], or [steps, 1, inputs].</param>
/// <param name="Output">int8 [batches, steps, units], or [steps, 1, units]: what every step gives, which is what the next one reads.</param>
/// <param name="Hidden">int8, batches x units, as <paramref name="Output"/> is quantised: what the last step of the inference before gave.</param>
/// <param name="Cell">int16, batches x units; its scale is a power of two and its zero point 0.</param>
/// <param name="Gates">Input, forget, cell and output gate.</param>
/// <param name="CellClip">The cell is kept within plus and minus this stored number; 0: within int16.</param>
public sealed record Lstm(int Index, Tensor Input, Tensor Output, Tensor Hidden, Tensor Cell, ImmutableArray<LstmGate> Gates, int CellClip) : Operator(Index, Output)
{
    private const float GateScale = 1f / 32768;

    /// <inheritdoc/>
    public override string Name => "UNIDIRECTIONAL_SEQUENCE_LSTM";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input, Hidden, Cell);

    /// <summary>Sequences.</summary>
    public int Batches => Hidden.Shape.ElementCount / Units;

    /// <summary>Steps of a sequence.</summary>
    public int Steps => Output.Shape.ElementCount / Units / Batches;

    /// <summary>Values of a step of the input.</summary>
    public int InputCount => Input.Shape[2];

    /// <summary>Values of a step of the output.</summary>
    public int Units => Output.Shape[2];

    /// <summary>Forget gate times cell, for the new cell.</summary>
    public QuantizedMultiplier Forget { get; } = QuantizedMultiplier.FromReal((double)GateScale * Cell.Scale / Cell.Scale);

    /// <summary>Input gate times cell gate, for the new cell.</summary>
    public QuantizedMultiplier Update { get; } = QuantizedMultiplier.FromReal((double)GateScale * GateScale / Cell.Scale);

    /// <summary>Output gate times the hyperbolic tangent of the cell, for the output.</summary>
    public QuantizedMultiplier Give { get; } = QuantizedMultiplier.FromReal((double)GateScale * GateScale / Output.Scale);

    /// <summary>The shift of the cell before its hyperbolic tangent; the function takes numbers of 2^-12.</summary>
    public int CellShift { get; } = Math.ILogB(Cell.Scale) + 12;

    /// <inheritdoc/>
    public override long Macs => (long)Batches * Steps * WeightCount;

    /// <summary>Weights of all gates.</summary>
    public long WeightCount => 4L * Units * (InputCount + Units);
}
