namespace McuSim.Codegen;

/// <summary>
/// Bytes alive during each layer. Which kernel a layer gets changes only its own layer's bytes: its scratch, and whether its output shares
/// bytes with an input.
/// </summary>
internal sealed class LayerMemory
{
    private readonly Schedule _schedule;
    private readonly Lifetimes _lifetimes;

    // Bytes of all tensors alive during a layer.
    private readonly long[] _alive;

    public LayerMemory(Schedule schedule, Lifetimes lifetimes)
    {
        (_schedule, _lifetimes) = (schedule, lifetimes);
        _alive = new long[schedule.Steps.Length];
        foreach (ArenaBuffer buffer in lifetimes.Buffers)
        {
            for (int layer = Math.Max(0, buffer.First); layer <= buffer.Last && layer < _alive.Length; layer++)
                _alive[layer] += ArenaLayout.Aligned(buffer.Bytes);
        }
    }

    /// <summary>Bytes alive in a layer with a kernel that keeps its output apart from its inputs.</summary>
    public long Apart(int layer, KernelOffer offer) => _alive[layer] + ArenaLayout.Aligned(offer.ScratchBytes);

    /// <summary>Bytes alive in a layer when the output overlaps an input.</summary>
    public long Overlapping(int layer, KernelOffer offer, Overlap overlap)
    {
        int input = ArenaLayout.Aligned(_lifetimes.Of(overlap.Input).Bytes);
        int output = ArenaLayout.Aligned(_lifetimes.Of(_schedule.Steps[layer].Operator.Output).Bytes);
        int union = Math.Max(input, overlap.Delta + output) - Math.Min(0, overlap.Delta);
        return Apart(layer, offer) - input - output + union;
    }

    /// <summary>The overlaps of an offer with inputs that nobody reads after the layer, fewest bytes first.</summary>
    public IEnumerable<Overlap> Usable(int layer, KernelOffer offer) => offer.Overlaps
        .Where(o => !o.Input.IsConstant && _lifetimes.Of(o.Input).Last == layer).OrderBy(o => Overlapping(layer, offer, o));
}
