using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>LOGISTIC, RELU, RELU6, TANH, HARD_SWISH, LEAKY_RELU, QUANTIZE from int8 or uint8, and ADD, SUB and MUL of one number: a table of the 256 outputs. The output may replace the input.</summary>
internal sealed class LookupTable : Kernel
{
    /// <inheritdoc/>
    public override string Name => "lookup_table";

    /// <inheritdoc/>
    public override KernelOffer? Offer(Operator @operator, KernelContext context) =>
        TableOf(@operator).IsDefaultOrEmpty ? null : new(@operator.Output.ByteCount * 6L, 0, [new(@operator.ActivationInputs[0])]) { ByRows = true };

    /// <inheritdoc/>
    public override KernelCall Call(Operator @operator, KernelContext context) =>
        new KernelCall("lookup_table", "lookup_table", "plain/lookup_table.h")
            .With("input", @operator.ActivationInputs[0])
            .With("output", @operator.Output)
            .WithConstants("table", ConstantType.Int8, [.. TableOf(@operator).Select(v => (int)v)], "the output of every input from -128 to 127")
            .With("count", @operator.Output.Shape.ElementCount);

    private static ImmutableArray<sbyte> TableOf(Operator @operator)
    {
        if (@operator.ActivationInputs.IsEmpty) return default;
        return @operator switch
        {
            Logistic logistic => logistic.Table,
            Relu relu => relu.Table,
            Quantize quantize => quantize.Table,
            TableOperator table => table.Table,
            Elementwise when ConstantSide.Of(@operator) is { IsScalar: true } side => [.. side.Outputs(0)],
            _ => default,
        };
    }
}
