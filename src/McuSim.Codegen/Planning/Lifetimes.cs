using System.Globalization;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>From when to when each tensor of a schedule is needed.</summary>
internal sealed class Lifetimes
{
    private readonly Schedule _schedule;
    private readonly Dictionary<Tensor, ArenaBuffer> _buffers;

    /// <summary>Lifetimes when every layer runs by itself.</summary>
    public Lifetimes(Schedule schedule)
        : this(schedule, [])
    {
    }

    /// <summary>Lifetimes under a division into units: what one layer of a stream needs is there as long as the stream runs.</summary>
    public Lifetimes(Schedule schedule, IReadOnlyList<Unit> units)
    {
        _schedule = schedule;
        var first = new Dictionary<Tensor, int>();
        var last = new Dictionary<Tensor, int>();
        foreach (Tensor input in schedule.Inputs) first[schedule.Root(input)] = last[schedule.Root(input)] = -1;
        for (int position = 0; position < schedule.Steps.Length; position++)
        {
            Operator step = schedule.Steps[position].Operator;
            first[step.Output] = last[step.Output] = position;
            foreach (Tensor input in step.ActivationInputs) last[schedule.Root(input)] = position;
        }

        foreach (Tensor output in schedule.Outputs) last[schedule.Root(output)] = schedule.Steps.Length;
        foreach (State state in schedule.States) (first[state.Tensor], last[state.Tensor]) = (-1, schedule.Steps.Length);
        Dictionary<Tensor, string> names = Names(schedule);
        _buffers = first.Keys.ToDictionary(t => t, t => new ArenaBuffer(names[t], t, t.ByteCount, first[t], last[t]));
        foreach (Unit unit in units.Where(u => u.Stream is not null)) Widen(unit, unit.Stream!);
    }

    /// <summary>The buffers of all tensors (aliases share one).</summary>
    public IReadOnlyCollection<ArenaBuffer> Buffers => _buffers.Values;

    /// <summary>The buffer of a tensor.</summary>
    public ArenaBuffer Of(Tensor tensor) => _buffers[_schedule.Root(tensor)];

    private void Widen(Unit unit, StreamOffer stream)
    {
        foreach (Tensor whole in stream.Graph.Stages.Select(s => RowWindow.WholeInput(s.Operator)).OfType<Tensor>())
        {
            ArenaBuffer buffer = Of(whole);
            _buffers[_schedule.Root(whole)] = buffer with { Last = Math.Max(buffer.Last, unit.Last) };
        }

        for (int t = 0; t < stream.Graph.Tensors.Length; t++)
        {
            StreamTensor tensor = stream.Graph.Tensors[t];
            ArenaBuffer buffer = _buffers[tensor.Tensor];
            _buffers[tensor.Tensor] = buffer with
            {
                Bytes = tensor.IsWhole ? buffer.Bytes : stream.BufferBytes(t),
                HeldRows = tensor.IsWhole ? 0 : stream.Shape.HeldRows[t],
                First = buffer.First >= unit.First ? unit.First : buffer.First,
                Last = buffer.Last <= unit.Last ? unit.Last : buffer.Last,
            };
        }
    }

    private static Dictionary<Tensor, string> Names(Schedule schedule)
    {
        var names = new Dictionary<Tensor, string>();
        for (int i = 0; i < schedule.Inputs.Length; i++)
            names.TryAdd(schedule.Root(schedule.Inputs[i]), string.Create(CultureInfo.InvariantCulture, $"input_{i}"));
        for (int position = 0; position < schedule.Steps.Length; position++)
            names[schedule.Steps[position].Operator.Output] = LayerNames.Output(schedule, position);
        for (int i = 0; i < schedule.States.Length; i++) names[schedule.States[i].Tensor] = string.Create(CultureInfo.InvariantCulture, $"state_{i}");
        return names;
    }
}
