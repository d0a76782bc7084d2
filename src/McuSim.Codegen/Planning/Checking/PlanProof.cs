using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Proves a plan: follows every read and write of every layer over the arena, byte by byte, in the order in which its kernel makes them, and
/// reports each layer that would read a byte after it was overwritten. Where nothing is known of an order, reads and writes may come in any.
/// </summary>
internal sealed class PlanProof
{
    private readonly PlannedNetwork _network;
    private readonly ArenaShadow _shadow;

    private PlanProof(PlannedNetwork network) => (_network, _shadow) = (network, new(network.Plan.ArenaBytes));

    /// <summary>What is wrong with a plan; empty when it is safe.</summary>
    public static IEnumerable<string> Errors(PlannedNetwork network)
    {
        var proof = new PlanProof(network);
        foreach (Tensor input in network.Schedule.Given) proof.WriteAll("the user", network.BufferOf(input));
        foreach (Unit unit in network.Units)
        {
            if (unit.Stream is null) proof.Layer(unit);
            else proof.Stream(unit, unit.Stream);
        }

        foreach (Tensor output in network.Schedule.Outputs.Concat(network.Schedule.States.Select(s => s.Tensor))) proof.ReadAll("the user", network.BufferOf(output));
        return PlanChecker.Errors(network.Plan).Concat(proof._shadow.Errors);
    }

    private void Layer(Unit unit)
    {
        Operator op = _network.Schedule.Steps[unit.First].Operator;
        string layer = _network.Plan.Layers[unit.First].Name;
        PlannedBuffer output = _network.BufferOf(op.Output);
        PlannedBuffer? shared = unit.Overlap is { } overlap ? _network.BufferOf(overlap.Input) : null;
        PlannedBuffer[] others = [.. op.ActivationInputs.Select(_network.BufferOf).Where(b => b != shared)];
        foreach (PlannedBuffer input in others) ReadAll(layer, input);
        Scratch(layer, unit, WriteAll);
        AccessOrder? order = unit.Overlap is { } o ? o.Order ?? AccessOrder.Usual(op) : null;
        if (shared is not null && order is not null)
        {
            Tensor input = op.ActivationInputs.First(t => _network.BufferOf(t) == shared);
            order.Walk(op, input, (write, first, count, step) =>
            {
                if (write) _shadow.Write(layer, output, first, count, step);
                else _shadow.Read(layer, shared, first, count, step);
            });
        }
        else
        {
            WriteAll(layer, output);
            if (shared is not null) ReadAll(layer, shared);
        }

        foreach (PlannedBuffer input in others) ReadAll(layer, input);
        Scratch(layer, unit, ReadAll);
        ReadAll(layer, output);
    }

    private void Stream(Unit unit, StreamOffer stream)
    {
        StreamGraph graph = stream.Graph;
        PlannedBuffer[] buffers = [.. graph.Tensors.Select(t => _network.BufferOf(t.Tensor))];
        int[] held = new int[buffers.Length]; // the first row in each buffer
        StreamWalk.Run(graph, stream.Rows, call =>
        {
            StreamStage stage = graph.Stages[call.Stage];
            string layer = _network.Plan.Layers[stage.Position].Name;
            StreamTensor output = graph.Tensors[stage.Output];
            PlannedBuffer buffer = buffers[stage.Output];
            if (call.KeptRow > held[stage.Output])
            {
                _shadow.Move(layer, buffer, call.KeptRow * output.RowBytes, (call.FirstRow - call.KeptRow) * output.RowBytes, held[stage.Output] * output.RowBytes);
                held[stage.Output] = call.KeptRow;
            }

            Scratch(layer, unit, WriteAll);
            int first = call.FirstRow * output.RowBytes, count = (call.EndRow - call.FirstRow) * output.RowBytes, heldByte = held[stage.Output] * output.RowBytes;
            void ReadInputs()
            {
                if (RowWindow.WholeInput(stage.Operator) is { } whole) ReadAll(layer, _network.BufferOf(whole));
                foreach (int input in stage.Inputs) ReadRows(layer, stage, call, graph.Tensors[input], buffers[input], held[input]);
            }

            if (stage.Window == RowWindow.SameRow && stage.Operator is not (Conv2D or DepthwiseConv2D or Pool2D or GatherChannels or Slice))
            {
                ReadInputs();
                for (int element = first; element < first + count; element++)
                {
                    foreach (int input in stage.Inputs) _shadow.Read(layer, buffers[input], element, 1, 1, held[input] * graph.Tensors[input].RowBytes);
                    _shadow.Write(layer, buffer, element, 1, 1, heldByte);
                }
            }
            else
            {
                ReadInputs();
                _shadow.Write(layer, buffer, first, count, 1, heldByte);
                ReadInputs();
            }

            Scratch(layer, unit, ReadAll);
        });
        ReadAll(_network.Plan.Layers[unit.Last].Name, buffers[graph.Output]);
    }

    private void ReadRows(string layer, StreamStage stage, StreamCall call, StreamTensor tensor, PlannedBuffer buffer, int held)
    {
        int first = stage.Window.Start(call.FirstRow), end = stage.Window.End(call.EndRow, tensor.Rows);
        _shadow.Read(layer, buffer, first * tensor.RowBytes, Math.Max(0, end - first) * tensor.RowBytes, 1, held * tensor.RowBytes);
    }

    private void Scratch(string layer, Unit unit, Action<string, PlannedBuffer> access)
    {
        if (unit.ScratchBytes > 0) access(layer, _network.ScratchOf(unit.First));
    }

    private void WriteAll(string layer, PlannedBuffer buffer) => _shadow.Write(layer, buffer, 0, buffer.Bytes);

    private void ReadAll(string layer, PlannedBuffer buffer) => _shadow.Read(layer, buffer, 0, buffer.Bytes);
}
