using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// A run of layers computed together, a few rows at a time: what the first ones read and what the last one writes lie whole in the arena, of
/// the tensors between them only the rows that are still needed.
/// </summary>
/// <param name="First">Position of the first layer.</param>
/// <param name="Tensors">What the layers read and write.</param>
/// <param name="Stages">The layers in order.</param>
internal sealed record StreamGraph(int First, ImmutableArray<StreamTensor> Tensors, ImmutableArray<StreamStage> Stages)
{
    /// <summary>Position of the last layer.</summary>
    public int Last => First + Stages.Length - 1;

    /// <summary>The index of the tensor that the last layer writes.</summary>
    public int Output => Stages[^1].Output;

    /// <summary>All streams of at least two and at most <paramref name="longest"/> layers that begin at a position, shortest first.</summary>
    public static IEnumerable<StreamGraph> From(Schedule schedule, Lifetimes lifetimes, int first, int longest)
    {
        var tensors = new List<StreamTensor>();
        var stages = new List<StreamStage>();
        var indices = new Dictionary<Tensor, int>();
        for (int position = first; position < Math.Min(first + longest, schedule.Steps.Length); position++)
        {
            Operator op = schedule.Steps[position].Operator;
            if (RowWindow.Of(op) is not { } window) yield break;
            var inputs = ImmutableArray.CreateBuilder<int>();
            if (RowWindow.WholeInput(op) is { } whole && lifetimes.Of(whole).First >= first) yield break;
            foreach (Tensor input in RowWindow.StreamedInputs(op))
            {
                Tensor root = schedule.Root(input);
                if (!indices.TryGetValue(root, out int index))
                {
                    if (lifetimes.Of(root).First >= first) yield break; // computed here, but reached under another shape
                    indices.Add(root, index = tensors.Count);
                    tensors.Add(new(root, input.Shape[1], input.ByteCount / input.Shape[1], IsWhole: true));
                }

                if (tensors[index].Rows != input.Shape[1] || tensors[index].RowBytes != input.ByteCount / input.Shape[1]) yield break;
                inputs.Add(index);
            }

            indices.Add(op.Output, tensors.Count);
            stages.Add(new(position, op, window, inputs.ToImmutable(), tensors.Count));
            tensors.Add(new(op.Output, op.Output.Shape[1], op.Output.ByteCount / op.Output.Shape[1], IsWhole: true));
            if (stages.Count >= 2 && stages.SkipLast(1).All(s => lifetimes.Of(s.Operator.Output).Last <= position))
                yield return new(first, [.. tensors.Select((t, i) => t with { IsWhole = i == tensors.Count - 1 || lifetimes.Of(t.Tensor).First < first })], [.. stages]);
        }
    }
}

/// <summary>An image that a stream reads or writes.</summary>
/// <param name="Tensor">The tensor (the root of its aliases).</param>
/// <param name="Rows">Its rows.</param>
/// <param name="RowBytes">Bytes of a row.</param>
/// <param name="IsWhole">Whether all its rows lie in the arena; otherwise only those still needed.</param>
internal sealed record StreamTensor(Tensor Tensor, int Rows, int RowBytes, bool IsWhole)
{
    /// <summary>Bytes of all rows.</summary>
    public int ByteCount => Rows * RowBytes;
}

/// <summary>A layer of a stream.</summary>
/// <param name="Position">Its place in the execution order.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Window">The input rows of an output row.</param>
/// <param name="Inputs">Indices of the tensors that it reads.</param>
/// <param name="Output">Index of the tensor that it writes.</param>
internal sealed record StreamStage(int Position, Operator Operator, RowWindow Window, ImmutableArray<int> Inputs, int Output);
