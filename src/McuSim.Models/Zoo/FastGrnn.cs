using System.Collections.Immutable;

namespace McuSim.Models.Zoo;

/// <summary>
/// FastGRNN (Kusupati et al., NeurIPS 2018) for all pixels of an image at once: with s = W x + U h + b, the gate z = logistic(s) and the candidate
/// c = tanh(s + b'), the next state is z h + (1 - z) c. The scalars zeta and nu of the paper are 1 and 0, where training starts them.
/// </summary>
internal sealed class FastGrnn(GraphBuilder builder, int hidden)
{
    private readonly ImmutableArray<double> gateBias = builder.RandomBias(hidden);
    private readonly Dictionary<Tensor, Tensor> projections = [];
    private Tensor? inputWeights, stateWeights, candidateBias;

    /// <summary>W x + b for every pixel; the same for every sweep in which a pixel takes part.</summary>
    public Tensor Project(Tensor image)
    {
        if (projections.TryGetValue(image, out Tensor? known)) return known;
        inputWeights ??= builder.PointwiseWeights(image, hidden);
        return projections[image] = builder.Pointwise(image, inputWeights, gateBias);
    }

    /// <summary>The last state of a sweep that starts at a state of zeros.</summary>
    /// <param name="projected">What <see cref="Project"/> gave, step by step; all of one shape.</param>
    public Tensor Sweep(IReadOnlyList<Tensor> projected)
    {
        Tensor? state = null;
        foreach (Tensor step in projected) state = Next(step, state);
        return state!;
    }

    private Tensor Next(Tensor step, Tensor? state)
    {
        if (state is not null)
        {
            stateWeights ??= builder.PointwiseWeights(state, hidden);
            step = builder.Elementwise(ElementwiseKind.Add, step, builder.Pointwise(state, stateWeights));
        }

        candidateBias ??= builder.Constant(Shape.Of(1, 1, 1, hidden));
        Tensor gate = builder.Logistic(step), candidate = builder.Tanh(builder.Elementwise(ElementwiseKind.Add, step, candidateBias));

        // z h + (1 - z) c = c + z (h - c), and c - z c at the start.
        if (state is null) return builder.Elementwise(ElementwiseKind.Sub, candidate, builder.Elementwise(ElementwiseKind.Mul, gate, candidate));
        Tensor change = builder.Elementwise(ElementwiseKind.Mul, gate, builder.Elementwise(ElementwiseKind.Sub, state, candidate));
        return builder.Elementwise(ElementwiseKind.Add, candidate, change);
    }
}
