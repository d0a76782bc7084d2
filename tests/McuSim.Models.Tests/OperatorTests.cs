using System.Collections.Immutable;
using System.Runtime.InteropServices;
using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>
/// Small cases worked out by hand from the formulas of TensorFlow Lite's reference kernels
/// (<c>tensorflow/lite/kernels/internal/reference</c>), above all where rounding decides.
/// </summary>
public class OperatorTests
{
    private int tensors;

    // integer_ops/conv.h: sum of weight * (input - zero point), plus bias, times in * w / out = 0.5, plus the output's zero point.
    // 0.5 is 2^30 with shift 0: the doubling high multiply alone rounds, and its nudge takes 1.5 to 2 but -1.5 to -1.
    [Theory]
    [InlineData(2, 0, 12)] // (2 - -1) * 1 = 3, 1.5 -> 2
    [InlineData(-4, 0, 9)] // (-4 - -1) * 1 = -3, -1.5 -> -1
    [InlineData(2, 5, 14)] // 8 -> 4
    public void Conv2D_rounds_twice(int input, int bias, int expected)
    {
        Tensor x = Int8([1, 1, 1, 1], 0.5f, -1);
        var conv = new Conv2D(
            0, x, Constant([1, 1, 1, 1], 0.25f, 1), Bias(bias), Int8([1, 1, 1, 1], 0.25f, 10), new Window(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None);
        Assert.Equal([expected], Run(conv, [input]));
    }

    // A factor of 0.25 is 2^30 with shift -1: -6 becomes -3 in the high multiply and RoundingDivideByPOT takes -1.5 to -2.
    [Fact]
    public void A_right_shift_rounds_half_away_from_zero()
    {
        var quarter = QuantizedMultiplier.FromReal(0.25);
        Assert.Equal(new QuantizedMultiplier(1 << 30, -1), quarter);
        Assert.Equal(-2, quarter.Apply(-6));
        Assert.Equal(2, quarter.Apply(6));
    }

    // A 3x3 image of ones under a 3x3 kernel of ones, SAME: corners see 4 taps, edges 6, the middle 9. Zero point 0 or not, outside adds nothing.
    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public void Padding_adds_nothing(int zeroPoint)
    {
        Tensor x = Int8([1, 3, 3, 1], 1, zeroPoint);
        (Window window, _, _) = Window.Fit(x.Shape, Padding.Same, (3, 3), (1, 1), (1, 1));
        var conv = new Conv2D(0, x, Constant([1, 3, 3, 1], 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), null, Int8([1, 3, 3, 1], 1, 0), window, Clamp.None);
        Assert.Equal([4, 6, 4, 6, 9, 6, 4, 6, 4], Run(conv, [.. Enumerable.Repeat(zeroPoint + 1, 9)]));
    }

    // SAME at stride 2 pads (2 - 1) * 2 + 3 - 4 = 1 element in all along 4, and none of it before the image.
    [Fact]
    public void Same_padding_puts_the_odd_element_behind()
    {
        (Window window, int height, int width) = Window.Fit(Shape.Of(1, 4, 5, 1), Padding.Same, (3, 3), (2, 2), (1, 1));
        Assert.Equal((2, 3, 0, 1), (height, width, window.PadTop, window.PadLeft));
    }

    [Fact]
    public void Groups_see_only_their_channels()
    {
        Tensor x = Int8([1, 1, 1, 4], 1, 0);
        Tensor weights = Constant([2, 1, 1, 2], 1, 1, 10, 1, 10);
        var conv = new Conv2D(0, x, weights, null, Int8([1, 1, 1, 2], 1, 0), new Window(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None);
        Assert.Equal(2, conv.Groups);
        Assert.Equal([21, 43], Run(conv, [1, 2, 3, 4]));
    }

    // integer_ops/depthwise_conv.h: output channel c * multiplier + m reads input channel c.
    [Fact]
    public void Depthwise_channels_are_grouped_by_input()
    {
        Tensor x = Int8([1, 1, 1, 2], 1, 0);
        Tensor weights = Constant([1, 1, 1, 4], 1, 1, 2, 3, 4);
        var conv = new DepthwiseConv2D(0, x, weights, null, Int8([1, 1, 1, 4], 1, 0), new Window(1, 1, 1, 1, 1, 1, 0, 0), Clamp.None);
        Assert.Equal([10, 20, 60, 80], Run(conv, [10, 20]));
    }

    // kernel_util.cc, GetQuantizedConvolutionMultipler: with one weight scale the product of the scales is taken in float32.
    [Fact]
    public void Fully_connected_multiplies_scales_as_float32_unless_per_channel()
    {
        const float In = 0.1f, W = 0.3f, Out = 0.7f;
        Tensor x = Int8([1, 1], In, 0);
        Tensor y = Int8([1, 2], Out, 0);
        var perTensor = new FullyConnected(0, x, Constant([2, 1], W, 1, 1), null, y, Clamp.None);
        var perChannel = new FullyConnected(
            0, x, Constant([2, 1], W, 1, 1) with { Quantization = new([W, W], [0, 0], 0) }, null, y, Clamp.None);
        Assert.Equal(QuantizedMultiplier.FromReal((double)(In * W) / Out), perTensor.Multipliers[1]);
        Assert.Equal(QuantizedMultiplier.FromReal((double)In * W / Out), perChannel.Multipliers[1]);
        Assert.NotEqual(perTensor.Multipliers[0], perChannel.Multipliers[0]);
    }

    // integer_ops/pooling.h: half away from zero, over the elements inside the image only.
    [Theory]
    [InlineData(new[] { 1, 2, 5 }, new[] { 2, 4, 5 })] // 1.5, 3.5, 5
    [InlineData(new[] { -1, -2, -5 }, new[] { -2, -4, -5 })]
    public void Average_pool_rounds_half_away_from_zero(int[] input, int[] expected)
    {
        Tensor x = Int8([1, 1, 3, 1], 1, 0);
        (Window window, _, _) = Window.Fit(x.Shape, Padding.Same, (1, 2), (1, 1), (1, 1));
        Assert.Equal(expected, Run(new Pool2D(0, PoolKind.Average, x, Int8([1, 1, 3, 1], 1, 0), window, Clamp.None), input));
    }

    [Fact]
    public void Max_pool_clamps_after_the_maximum()
    {
        Tensor x = Int8([1, 1, 3, 1], 1, 0);
        (Window window, _, _) = Window.Fit(x.Shape, Padding.Same, (1, 2), (1, 1), (1, 1));
        Assert.Equal([0, 5, 5], Run(new Pool2D(0, PoolKind.Max, x, Int8([1, 1, 3, 1], 1, 0), window, new Clamp(0, 5)), [-3, -4, 9]));
    }

    // integer_ops/add.h: both sides shifted left by 20 and halved, the sum times 2^-20: 1.5 -> 2 and -1.5 -> -2.
    [Fact]
    public void Add_and_sub_round_half_away_from_zero_and_broadcast()
    {
        Tensor x = Int8([2, 2], 0.5f, 0);
        Tensor row = Int8([2], 0.5f, 0);
        Tensor y = Int8([2, 2], 1, 0);
        Assert.Equal([2, -2, 3, 0], Run(new Elementwise(0, ElementwiseKind.Add, x, row, y, Clamp.None), [1, -1, 3, 2], [2, -2]));
        Assert.Equal([-1, 1, 1, 2], Run(new Elementwise(0, ElementwiseKind.Sub, x, row, y, Clamp.None), [1, -1, 3, 2], [2, -2]));
    }

    // sub_common.cc computes its factors in float32, add_common.cc in float64.
    [Fact]
    public void Sub_scales_in_float32()
    {
        Tensor a = Int8([1], 0.1f, 0);
        Tensor b = Int8([1], 0.3f, 0);
        Tensor y = Int8([1], 0.7f, 0);
        var add = new Elementwise(0, ElementwiseKind.Add, a, b, y, Clamp.None);
        var sub = new Elementwise(0, ElementwiseKind.Sub, a, b, y, Clamp.None);
        Assert.Equal(QuantizedMultiplier.FromReal(0.1f / (2.0 * 0.3f)), add.LeftMultiplier);
        Assert.Equal(QuantizedMultiplier.FromReal(0.1f / (2 * 0.3f)), sub.LeftMultiplier);
        Assert.NotEqual(add.LeftMultiplier, sub.LeftMultiplier);
    }

    // integer_ops/mul.h: (a - za) * (b - zb) * sa * sb / so.
    [Fact]
    public void Mul_takes_zero_points_off_first()
    {
        var mul = new Elementwise(0, ElementwiseKind.Mul, Int8([3], 0.5f, 1), Int8([3], 0.5f, -1), Int8([3], 1, 3), Clamp.None);
        Assert.Equal([3 + 2, 3 - 2, 3 + 0], Run(mul, [3, 3, 1], [3, -5, 100])); // 8/4, -8/4, 0
    }

    [Fact]
    public void Pad_puts_the_value_around()
    {
        var pad = new Pad(0, Int8([1, 2], 1, 7), Int8([2, 4], 1, 7), [1, 1], [0, 1], 7);
        Assert.Equal([7, 7, 7, 7, 7, 1, 2, 7], Run(pad, [1, 2]));
    }

    // reduce.h: the multiplier is divided by the count, in whole numbers, after a shift that keeps its bits.
    [Fact]
    public void Mean_divides_the_multiplier()
    {
        Tensor x = Int8([1, 3, 1, 2], 1, 0);
        var mean = new Mean(0, x, Int8([1, 2], 1, 0), [1, 2]);
        Assert.Equal(3, mean.Count);
        Assert.Equal(new QuantizedMultiplier((int)((1L << 30 << 1) / 3), 0), mean.Multiplier);
        Assert.Equal([3, -3], Run(mean, [1, -1, 3, -3, 5, -5]));
    }

    [Fact]
    public void Concatenation_interleaves_runs()
    {
        Tensor a = Int8([2, 1], 1, 0);
        Tensor b = Int8([2, 2], 1, 0);
        Assert.Equal([1, 3, 4, 2, 5, 6], Run(new Concatenation(0, [a, b], Int8([2, 3], 1, 0), 1), [1, 2], [3, 4, 5, 6]));
    }

    [Fact]
    public void Transpose_names_the_input_dimension_of_each_output_dimension()
    {
        var transpose = new Transpose(0, Int8([1, 2, 3], 1, 0), Int8([3, 1, 2], 1, 0), [2, 0, 1]);
        Assert.Equal([1, 4, 2, 5, 3, 6], Run(transpose, [1, 2, 3, 4, 5, 6]));
    }

    // resize_nearest_neighbor.h, one row of 2 to 5: floor(x * 0.4), round(x * 0.25), floor((x + 0.5) * 0.4).
    [Theory]
    [InlineData(false, false, new[] { 1, 1, 1, 2, 2 })]
    [InlineData(true, false, new[] { 1, 1, 2, 2, 2 })] // 0, 0.25, 0.5 -> 1
    [InlineData(false, true, new[] { 1, 1, 2, 2, 2 })] // 0.2, 0.6, 1.0
    public void Resize_picks_the_nearest(bool alignCorners, bool halfPixelCenters, int[] expected)
    {
        var resize = new ResizeNearestNeighbor(0, Int8([1, 1, 2, 1], 1, 0), Int8([1, 1, 5, 1], 1, 0), alignCorners, halfPixelCenters);
        Assert.Equal(expected, Run(resize, [1, 2]));
    }

    // quantize.h: a float32 division, half away from zero. 0.15 / 0.1 is exactly 1.5 in float32 but 1.4999999 in float64 of the same floats.
    [Fact]
    public void Quantize_divides_in_float32_and_rounds_half_away_from_zero()
    {
        var floats = new Tensor(tensors++, "x", ElementType.Float32, Shape.Of(9), null, default);
        var quantize = new Quantize(0, floats, Int8([9], 0.1f, 1));
        float[] input = [0.15f, -0.15f, 0.25f, -0.25f, 0.1f, 100, -100, float.PositiveInfinity, float.NaN];
        Assert.Equal(1.5f, 0.15f / 0.1f);
        var interpreter = new Interpreter(new Graph([quantize], [floats], [quantize.Output]));
        Assert.Equal([3, -1, 4, -2, 2, 127, -128, 127, 1], Signed(interpreter.Run(MemoryMarshal.AsBytes(input.AsSpan()))));
    }

    // requantize.h: (q - 2) * 0.5 + 1; half goes up because the high multiply alone rounds.
    [Fact]
    public void Requantisation_follows_the_double_rounding() =>
        Assert.Equal([2, 2, 1, 1, 64], Run(new Quantize(0, Int8([5], 0.5f, 2), Int8([5], 1, 1)), [4, 3, 2, 1, 127]));

    [Fact]
    public void Dequantize_multiplies_in_float64()
    {
        Tensor x = Int8([2], 0.1f, -3);
        var floats = new Tensor(tensors++, "y", ElementType.Float32, Shape.Of(2), null, default);
        var interpreter = new Interpreter(new Graph([new Dequantize(0, x, floats)], [x], [floats]));
        Assert.Equal([(float)(0.1f * 3.0), (float)(0.1f * 130.0)], MemoryMarshal.Cast<byte, float>(interpreter.Run([0, 127])).ToArray());
    }

    // softmax.h: equal values share evenly (256 / 4 = 64 above -128); one that leads by much takes everything (255.99 is held at 127).
    [Theory]
    [InlineData(new[] { 5, 5, 5, 5 }, new[] { -64, -64, -64, -64 })]
    [InlineData(new[] { 127, -128, -128, -128 }, new[] { 127, -128, -128, -128 })]
    [InlineData(new[] { 1, 0, -128, -128 }, new[] { 59, -59, -128, -128 })] // e / (e + 1) = 0.7311 -> 187.2 - 128
    public void Softmax_gives_256ths(int[] input, int[] expected) =>
        Assert.Equal(expected, Run(new Softmax(0, Int8([1, 4], 1, 0), Int8([1, 4], 1f / 256, -128), 1), input));

    // integer_ops/logistic.h: 256 / (1 + exp(-x)) - 128 within one step everywhere, and exactly at the ends and in the middle.
    [Theory]
    [InlineData(0.05f, 0)]
    [InlineData(0.1f, -20)]
    [InlineData(3f, 127)]
    public void Logistic_is_within_a_step_of_the_real_function(float scale, int zeroPoint)
    {
        var logistic = new Logistic(0, Int8([1], scale, zeroPoint), Int8([1], 1f / 256, -128));
        for (int q = -128; q <= 127; q++)
        {
            double real = Math.Min((256 / (1 + Math.Exp(-scale * (q - zeroPoint)))) - 128, 127);
            Assert.InRange(logistic.Table[q + 128], real - 0.51, real + 0.51);
        }

        Assert.Equal(0, logistic.Table[zeroPoint + 128]);
    }

    [Fact]
    public void Relu_and_relu6_change_the_quantisation_and_cut_off()
    {
        Tensor x = Int8([4], 0.5f, 0);
        Tensor y = Int8([4], 0.25f, -128);
        Assert.Equal([-128, -128, -120, 126], Run(new Relu(0, "RELU", x, y, Clamp.Of(Activation.Relu, y.Quantization!)), [-5, 0, 4, 127]));
        Assert.Equal([-128, -128, -120, -104], Run(new Relu(0, "RELU6", x, y, Clamp.Of(Activation.Relu6, y.Quantization!)), [-5, 0, 4, 127]));
    }

    // kernel_util.cc, CalculateActivationRangeQuantized: round(real / scale) + zero point, kept within int8.
    [Theory]
    [InlineData(Activation.None, 0.1f, 5, -128, 127)]
    [InlineData(Activation.Relu, 0.1f, 5, 5, 127)]
    [InlineData(Activation.Relu6, 0.1f, 5, 5, 65)]
    [InlineData(Activation.Relu6, 0.1f, 100, 100, 127)]
    [InlineData(Activation.ReluN1To1, 0.4f, 0, -3, 3)] // 2.5 rounds to 3
    [InlineData(Activation.ReluN1To1, 1e-30f, 0, -128, 127)]
    public void Activations_leave_a_range(Activation activation, float scale, int zeroPoint, int min, int max) =>
        Assert.Equal(new Clamp(min, max), Clamp.Of(activation, Quantization.PerTensor(scale, zeroPoint)));

    private Tensor Int8(int[] shape, float scale, int zeroPoint) =>
        new(tensors++, "t", ElementType.Int8, Shape.Of(shape), Quantization.PerTensor(scale, zeroPoint), default);

    private Tensor Constant(int[] shape, float scale, params int[] values) =>
        Int8(shape, scale, 0) with { Data = values.Select(value => (byte)value).ToArray() };

    private Tensor Bias(params int[] values) =>
        new(tensors++, "b", ElementType.Int32, Shape.Of(values.Length), null, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static int[] Run(Operator step, params int[][] inputs)
    {
        ImmutableArray<Tensor> activations = step.ActivationInputs;
        var interpreter = new Interpreter(new Graph([step], activations, [step.Output]));
        for (int i = 0; i < inputs.Length; i++) interpreter.SetInput(i, inputs[i].Select(value => (byte)value).ToArray());
        interpreter.Run();
        return Signed(interpreter.Value(step.Output));
    }

    private static int[] Signed(ReadOnlySpan<byte> bytes) => [.. bytes.ToArray().Select(value => (int)(sbyte)value)];
}
