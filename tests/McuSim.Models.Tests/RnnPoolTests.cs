using McuSim.Models;
using McuSim.Models.Zoo;

namespace McuSim.Tests.Models;

/// <summary>The pooling graph against the equations of the papers (FastGRNN, section 3; RNNPool, algorithm 1), patch by patch in doubles.</summary>
public class RnnPoolTests
{
    private const int Size = 12, Patch = 4, Stride = 2, Hidden = 4, Depth = 3, Patches = ((Size - Patch) / Stride) + 1;

    [Fact]
    public void Patches_are_summed_up_as_the_paper_says()
    {
        var builder = new GraphBuilder(seed: 3);
        Tensor image = builder.Input(Shape.Of(1, Size, Size, Depth));
        Graph graph = builder.Build(new RnnPool(Patch, Stride, Hidden).Build(builder, image));
        Assert.Equal(Shape.Of(1, Patches, Patches, 4 * Hidden), graph.Outputs[0].Shape);

        Conv2D[] convs = [.. graph.Operators.OfType<Conv2D>()];
        Tensor[] weights = [.. convs.Select(c => c.Weights).Distinct()], updates = [.. graph.Operators.OfType<Elementwise>().Select(e => e.Right).Where(t => t.IsConstant).Distinct()];
        var first = new Cell(Matrix(weights[0]), Matrix(weights[1]), Bias(convs[0]), Reals(updates[0]));
        var second = new Cell(Matrix(weights[2]), Matrix(weights[3]), Bias(convs.First(c => c.Weights == weights[2])), Reals(updates[1]));

        var random = new Random(1);
        byte[] pixels = new byte[Size * Size * Depth];
        random.NextBytes(pixels);
        double square = 0, spread = 0, exchanged = 0;
        byte[] output = new Interpreter(graph).Run(pixels).ToArray();
        for (int i = 0; i < output.Length; i++)
        {
            int patch = i / (4 * Hidden), channel = i % (4 * Hidden);
            double[] wanted = Pool(first, second, (y, x) => Pixel(pixels, image, (patch / Patches * Stride) + y, (patch % Patches * Stride) + x));
            double difference = (((sbyte)output[i] - graph.Outputs[0].ZeroPoint) * graph.Outputs[0].Scale) - wanted[channel];
            (square, spread) = (square + (difference * difference), spread + (wanted[channel] * wanted[channel]));
            exchanged += Math.Pow(difference + wanted[channel] - wanted[(channel + (2 * Hidden)) % wanted.Length], 2);
        }

        // Eight steps in int8, whose sums have a step of a twentieth, against the spread of what they compute and of rows taken for columns.
        double Root(double sum) => Math.Sqrt(sum / output.Length);
        Assert.InRange(Root(square), 0, 0.1);
        Assert.InRange(Root(spread), 0.4, 1);
        Assert.InRange(Root(exchanged), 0.4, 2);
    }

    [Theory]
    [InlineData("rnnpool-face-m4", 4, 16)]
    [InlineData("mobilenet-v2-rnnpool", 8, 8)]
    public void Both_networks_share_one_pair_of_cells(string name, int depth, int hidden)
    {
        Graph graph = ModelZoo.Outline("zoo:" + name);
        Tensor[] shared = [.. graph.Operators.OfType<Conv2D>().GroupBy(c => c.Weights).Where(g => g.Count() > 1).Select(g => g.Key)];
        int[] wanted = [hidden * hidden, hidden * hidden, hidden * hidden]; // U, W' and U', and W where it is used for each step
        Assert.Equal(depth < hidden ? [depth * hidden, .. wanted] : wanted, shared.Select(w => w.Shape.ElementCount));
    }

    /// <summary>Both directions: rows then columns last, as the operator has them.</summary>
    private static double[] Pool(Cell first, Cell second, Func<int, int, double[]> pixel)
    {
        double[][] rows = [.. Steps.Select(y => first.Sweep(Steps.Select(x => pixel(y, x))))];
        double[][] columns = [.. Steps.Select(x => first.Sweep(Steps.Select(y => pixel(y, x))))];
        return [.. second.Sweep(columns), .. second.Sweep(columns.Reverse()), .. second.Sweep(rows), .. second.Sweep(rows.Reverse())];
    }

    private static IEnumerable<int> Steps => Enumerable.Range(0, Patch);

    private static double[] Pixel(byte[] pixels, Tensor image, int y, int x) =>
        [.. Enumerable.Range(0, Depth).Select(c => ((sbyte)pixels[(((y * Size) + x) * Depth) + c] - image.ZeroPoint) * (double)image.Scale)];

    private static double[][] Matrix(Tensor weights)
    {
        int inputs = weights.Shape[3];
        return [.. Enumerable.Range(0, weights.Shape[0]).Select(o => Enumerable.Range(0, inputs)
            .Select(i => (sbyte)weights.Data.Span[(o * inputs) + i] * (double)weights.Quantization!.Scales[o]).ToArray())];
    }

    private static double[] Bias(Conv2D conv) => [.. Enumerable.Range(0, Hidden).Select(i =>
        BitConverter.ToInt32(conv.Bias!.Data.Span[(4 * i)..]) * (double)conv.Bias.Quantization!.Scales[i])];

    private static double[] Reals(Tensor constant) => [.. constant.Data.ToArray().Select(v => ((sbyte)v - constant.ZeroPoint) * (double)constant.Scale)];

    /// <summary>z = logistic(W x + U h + b), c = tanh(W x + U h + b + b'), h = z h + (1 - z) c.</summary>
    private sealed record Cell(double[][] W, double[][] U, double[] Gate, double[] Update)
    {
        public double[] Sweep(IEnumerable<double[]> inputs) => inputs.Aggregate(new double[Hidden], (state, x) =>
        {
            return [.. Enumerable.Range(0, Hidden).Select(i =>
            {
                double s = Dot(W[i], x) + Dot(U[i], state) + Gate[i], z = 1 / (1 + Math.Exp(-s)), c = Math.Tanh(s + Update[i]);
                return (z * state[i]) + ((1 - z) * c);
            })];
        });

        private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }
}
