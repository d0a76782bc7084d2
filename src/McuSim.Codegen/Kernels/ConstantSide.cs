using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>ADD, SUB or MUL of an activation and a constant that holds one number, or one per channel.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Activation">The side that is computed; of the output's shape.</param>
/// <param name="Constant">The other one.</param>
internal readonly record struct ConstantSide(Elementwise Operator, Tensor Activation, Tensor Constant)
{
    /// <summary>Such an operator, or null for another one.</summary>
    public static ConstantSide? Of(Operator op)
    {
        if (op is not Elementwise { Left: var left, Right: var right } sum || left.IsConstant == right.IsConstant) return null;
        var side = new ConstantSide(sum, left.IsConstant ? right : left, left.IsConstant ? left : right);
        bool alongChannels = side.IsScalar || (side.Constant.Shape.Rank > 0 && side.Constant.Shape[-1] == side.Constant.Shape.ElementCount && side.Channels == sum.Output.Shape[-1]);
        return alongChannels && side.Activation.Shape.Equals(sum.Output.Shape) ? side : null;
    }

    /// <summary>How many numbers the constant has.</summary>
    public int Channels => Constant.Shape.ElementCount;

    /// <summary>Whether it is one number.</summary>
    public bool IsScalar => Channels == 1;

    /// <summary>By how much the stored output of a channel grows per step of its input.</summary>
    public double Ratio(int channel)
    {
        double step = (double)Activation.Scale / Operator.Output.Scale;
        return Operator.Kind switch
        {
            ElementwiseKind.Add => step,
            ElementwiseKind.Sub => Activation == Operator.Left ? step : -step,
            _ => step * Constant.Scale * (Value(channel) - Constant.ZeroPoint),
        };
    }

    /// <summary>The stored output of every stored input of a channel: entry i is the output of i - 128.</summary>
    public sbyte[] Outputs(int channel)
    {
        sbyte constant = Value(channel);
        var outputs = new sbyte[256];
        for (int i = 0; i < outputs.Length; i++)
        {
            var input = (sbyte)(i - 128);
            outputs[i] = Activation == Operator.Left ? Operator.Value(input, constant) : Operator.Value(constant, input);
        }

        return outputs;
    }

    private sbyte Value(int channel) => (sbyte)Constant.Data.Span[channel];
}
