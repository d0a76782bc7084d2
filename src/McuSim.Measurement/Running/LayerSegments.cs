using McuSim.Codegen;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Which code opens which part of an inference: segment 0 is what lies outside the layers, segment i + 1 is layer i. What drives a stream counts to its layers.</summary>
internal static class LayerSegments
{
    /// <summary>The segments of generated firmware.</summary>
    public static SegmentMap Of(Plan plan, NetworkSymbols symbols)
    {
        (uint, uint, int) Range(string name, int segment) => (symbols[name].Address, Math.Max(symbols[name].Size, 2), segment);

        return new(plan.Layers.Length + 1,
        [
            Range(FirmwareSymbols.Wait, 0),
            Range(FirmwareSymbols.Invoke, 0),
            Range("main", 0),
            .. plan.Streams.Select(stream => Range(stream.Name, stream.First + 1)),
            .. plan.Layers.Select(layer => Range(layer.Name, layer.Position + 1)),
        ]);
    }
}
