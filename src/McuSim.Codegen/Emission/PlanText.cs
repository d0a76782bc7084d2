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
            Line($" {Mark(plan, layer.Position)}{layer.Name,-34} {layer.Kernel,-30} {layer.OutputShape,-16} {layer.Macs,10} MAC {layer.ConstantBytes,8} constant bytes{fused}");
        }

        foreach (LayerStream stream in plan.Streams)
        {
            Line($"");
            Line($"{stream.Name}: layers {stream.First} to {stream.Last} are computed together, {stream.Rows} rows of the last one's output per step; the tensors between them never lie whole in the arena");
        }

        Line($"");
        Line($"buffers (first byte to last byte, alive from layer to layer)");
        foreach (PlannedBuffer buffer in plan.Buffers)
        {
            string inPlace = buffer.InPlaceOf is not null ? $"  in place of {buffer.InPlaceOf}"
                : buffer.HeldRows > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {buffer.HeldRows} of {buffer.Tensor!.Shape[1]} rows") : string.Empty;
            Line($"  {buffer.Offset,8} to {buffer.Offset + buffer.Bytes - 1,8}  {buffer.FirstLayer,3} to {buffer.LastLayer,3}  {buffer.Bytes,8} bytes  {buffer.Name}{inPlace}");
        }

        Line($"");
        Line($"the arena over time (one line per layer, left to right from byte 0 to byte {plan.ArenaBytes - 1})");
        foreach (Layer layer in plan.Layers) Line($"  {layer.Position,3} {MapAt(plan, layer.Position)}");
        return text.ToString();
    }

    /// <summary>A bar beside the layers of a stream.</summary>
    private static char Mark(Plan plan, int position) => plan.Streams.Any(s => s.First <= position && position <= s.Last) ? '|' : ' ';

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
