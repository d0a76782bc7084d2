using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Makes a RELU or RELU6 that keeps its input's quantisation part of the operator before it, when nothing else reads what lies between: two
/// clamps in a row are their intersection.
/// </summary>
internal static class FuseRelu
{
    /// <summary>Runs the pass.</summary>
    public static Schedule Run(Schedule schedule)
    {
        Dictionary<Tensor, int> readers = schedule.CountReaders();
        List<Step> steps = [.. schedule.Steps];
        var producers = steps.ToDictionary(s => s.Operator.Output);
        foreach (Step step in schedule.Steps)
        {
            if (step.Operator is not Relu relu || relu.Input.Scale != relu.Output.Scale || relu.Input.ZeroPoint != relu.Output.ZeroPoint) continue;
            if (readers[relu.Input] != 1 || !producers.TryGetValue(relu.Input, out Step? producer)) continue;
            if (WithClamp(producer.Operator, relu) is not { } fused) continue;
            var replacement = new Step(fused, producer.Fused.Add($"{relu.Name} {relu.Index}"));
            steps[steps.IndexOf(producer)] = replacement;
            steps.Remove(step);
            producers[relu.Output] = replacement;
        }

        return schedule with { Steps = [.. steps] };
    }

    private static Operator? WithClamp(Operator producer, Relu relu) => producer switch
    {
        Conv2D o when Intersect(o.Clamp, relu.Clamp) is { } clamp => o with { Output = relu.Output, Clamp = clamp },
        DepthwiseConv2D o when Intersect(o.Clamp, relu.Clamp) is { } clamp => o with { Output = relu.Output, Clamp = clamp },
        FullyConnected o when Intersect(o.Clamp, relu.Clamp) is { } clamp => o with { Output = relu.Output, Clamp = clamp },
        Elementwise o when Intersect(o.Clamp, relu.Clamp) is { } clamp => o with { Output = relu.Output, Clamp = clamp },
        _ => null,
    };

    /// <summary>Both ranges at once; null when they do not meet (then the outer clamp alone decides, which one clamp cannot say).</summary>
    private static Clamp? Intersect(Clamp a, Clamp b)
    {
        var both = new Clamp(Math.Max(a.Min, b.Min), Math.Min(a.Max, b.Max));
        return both.Min <= both.Max ? both : null;
    }
}
