using System.Globalization;
using System.Text;

namespace McuSim.Codegen;

/// <summary>A plan for people: the layers, and what lives where and when.</summary>
public static class PlanText
{
    /// <summary>The plan as text with LF line ends.</summary>
    public static string Format(Plan plan)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"arena {plan.ArenaBytes} bytes; the most alive at once are {plan.PeakBytes} bytes, in {Where(plan, plan.PeakLayer)}");
        Line($"");
        Line($"layers");
        foreach (Layer layer in plan.Layers)
        {
            string fused = layer.Fused.IsEmpty ? string.Empty : "  + " + string.Join(" + ", layer.Fused);
            Line($"  {layer.Name,-34} {layer.Kernel,-30} {layer.OutputShape,-16} {layer.Macs,10} MAC {layer.ConstantBytes,8} constant bytes{fused}");
        }

        Line($"");
        Line($"buffers (first byte to last byte, alive from layer to layer)");
        foreach (PlannedBuffer buffer in plan.Buffers)
        {
            string inPlace = buffer.InPlaceOf is null ? string.Empty : $"  in place of {buffer.InPlaceOf}";
            Line($"  {buffer.Offset,8} to {buffer.Offset + buffer.Bytes - 1,8}  {buffer.FirstLayer,3} to {buffer.LastLayer,3}  {buffer.Bytes,8} bytes  {buffer.Name}{inPlace}");
        }

        Line($"");
        Line($"the arena over time (one line per layer, left to right from byte 0 to byte {plan.ArenaBytes - 1})");
        foreach (Layer layer in plan.Layers) Line($"  {layer.Position,3} {MapAt(plan, layer.Position)}");
        return text.ToString();
    }

    private static string Where(Plan plan, int layer) =>
        layer >= 0 && layer < plan.Layers.Length ? plan.Layers[layer].Name : layer < 0 ? "the inputs" : "the outputs";

    /// <summary>One character for each 64th of the arena: i what the layer reads last or keeps, o what it writes, s scratch, . free.</summary>
    private static string MapAt(Plan plan, int layer)
    {
        const int Columns = 64;
        char[] map = new char[Columns];
        Array.Fill(map, '.');
        foreach (PlannedBuffer buffer in plan.Buffers.Where(b => b.FirstLayer <= layer && layer <= b.LastLayer).OrderBy(b => b.FirstLayer))
        {
            char mark = buffer.Tensor is null ? 's' : buffer.FirstLayer == layer ? 'o' : 'i';
            int from = (int)((long)buffer.Offset * Columns / plan.ArenaBytes);
            int to = (int)(((((long)buffer.Offset + buffer.Bytes) * Columns) - 1) / plan.ArenaBytes);
            for (int column = from; column <= to && column < Columns; column++) map[column] = mark;
        }

        return new string(map);
    }
}
