using McuSim.Common;
using McuSim.Datasets;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>What a network's input looks like to <see cref="McuSim.Datasets"/>.</summary>
public static class NetworkInput
{
    /// <summary>The format of the network's one input.</summary>
    /// <exception cref="McuSimException">The network has several inputs.</exception>
    public static InputFormat FormatOf(Model model)
    {
        if (model.Graph.Inputs is not [var input])
            throw McuSimException.BadInput($"{model.Name} has {model.Graph.Inputs.Length} inputs, but data can be given only to networks with one.");
        return input.Type switch
        {
            ElementType.Int8 => new(input.Shape.Dimensions, InputType.Int8, input.Scale, input.ZeroPoint),
            ElementType.UInt8 => new(input.Shape.Dimensions, InputType.UInt8, input.Scale, input.ZeroPoint),
            ElementType.Int16 => new(input.Shape.Dimensions, InputType.Int16, 1.0 / 32768),
            ElementType.Float32 => new(input.Shape.Dimensions, InputType.Float32),
            _ => throw McuSimException.BadInput($"{model.Name} takes {input.Type} inputs, but only int8 and float32 can be given."),
        };
    }
}
