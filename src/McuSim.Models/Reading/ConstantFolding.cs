namespace McuSim.Models.Reading;

/// <summary>Runs an operator whose inputs are all constants while reading, so that only its result is left.</summary>
internal static class ConstantFolding
{
    /// <summary>The output as a constant.</summary>
    public static Tensor Fold(OperatorSource source, Operator operation)
    {
        if (operation is Conv2D or TransposeConv or DepthwiseConv2D or FullyConnected or Pool2D)
            throw source.Error("all its inputs are constants", "export the model with constants folded");
        source.Charge(operation.Output.ByteCount);
        byte[] value = new byte[operation.Output.ByteCount];
        Interpretation.OperatorReference.Run(operation, tensor => tensor.Data, value);
        return operation.Output with { Data = value };
    }
}
