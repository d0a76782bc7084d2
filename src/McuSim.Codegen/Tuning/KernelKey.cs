using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Names a layer's shape together with a kernel by what the generated code is compiled from: the function and every literal it gets. Layers
/// that differ only in weights or in where their tensors lie have equal keys.
/// </summary>
internal static class KernelKey
{
    /// <summary>The key: the kernel's name and a hash.</summary>
    public static string Of(Kernel kernel, Operator op, KernelContext context)
    {
        KernelCall call = kernel.Call(op, context);
        var text = new StringBuilder(call.Function);
        foreach ((string field, Argument argument) in call.Fields) text.Append('\n').Append(field).Append('=').Append(Literal(argument));
        return $"{kernel.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..24]}";
    }

    private static string Literal(Argument argument) => argument switch
    {
        NumberArgument number => number.Value.ToString(CultureInfo.InvariantCulture),
        FloatArgument number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        NumbersArgument numbers => string.Join(',', numbers.Values.Select(v => v.ToString(CultureInfo.InvariantCulture))),
        NumbersPointerArgument numbers => string.Join(',', numbers.Values.Select(v => v.ToString(CultureInfo.InvariantCulture))),
        ConstantArgument constant => $"{constant.Array.Type}[{constant.Array.Values.Length.ToString(CultureInfo.InvariantCulture)}]",
        TensorArgument tensor => tensor.Tensor.IsConstant ? "constant" : "tensor",
        _ => argument.GetType().Name,
    };
}
