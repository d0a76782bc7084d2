using System.Globalization;

namespace McuSim.Codegen;

/// <summary>Names of layers and of what belongs to them.</summary>
internal static class LayerNames
{
    /// <summary>The layer's name, a C identifier: <c>layer_03_conv_2d</c>. Numbers have as many digits as the last one needs, at least two.</summary>
    public static string Layer(Schedule schedule, int position) =>
        $"layer_{Number(schedule, position)}_{schedule.Steps[position].Operator.Name.ToLowerInvariant()}";

    /// <summary>A position as names have it: <c>03</c>.</summary>
    public static string Number(Schedule schedule, int position)
    {
        int digits = Math.Max(2, (schedule.Steps.Length - 1).ToString(CultureInfo.InvariantCulture).Length);
        return position.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The name of the buffer it writes.</summary>
    public static string Output(Schedule schedule, int position) => $"{Layer(schedule, position)}/out";
}
