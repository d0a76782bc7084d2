using McuSim.Models;

namespace McuSim.Tests;

internal sealed partial class RandomLayers
{
    public Tensor Tanh()
    {
        Tensor input = Input(Shape.Of(random.Between(1, 64)));
        return Made(new Tanh(0, input, New(input.Shape, Quantization.PerTensor(1f / 128, 0))));
    }

    public Tensor HardSwish()
    {
        Tensor input = Input(AnyShape(1, 4));
        return Made(new HardSwish(0, input, New(input.Shape, Quantization.PerTensor((float)(input.Scale * random.Between(0.3, 1.5)), ZeroPoint()))));
    }

    public Tensor LeakyRelu()
    {
        Tensor input = Input(AnyShape(1, 4));
        Tensor output = New(input.Shape, Quantization.PerTensor((float)(input.Scale * random.Between(0.3, 1.5)), ZeroPoint()));
        return Made(new LeakyRelu(0, input, output, random.Pick(0.1f, 0.2f, 0.3f, 1.5f, -0.25f)));
    }

    public Tensor Prelu()
    {
        Tensor input = Input(AnyShape(1, 4));
        Tensor alpha = Constant(random.OneIn(2) ? Thinned(input.Shape) : Shape.Of(input.Shape[-1]));
        Tensor output = New(input.Shape, Quantization.PerTensor((float)(input.Scale * random.Between(0.3, 1.5)), ZeroPoint()));
        return Made(new Prelu(0, input, alpha, output));
    }

    public Tensor Extremum(bool largest)
    {
        Tensor left = Input(AnyShape(1, 4));
        Shape other = random.OneIn(2) ? Thinned(left.Shape) : left.Shape;
        Tensor right = random.OneIn(2) ? Constant(other, left.Quantization) : Input(other, left.Quantization);
        return Made(new Extremum(0, largest, left, right, New(left.Shape, left.Quantization!)));
    }

    public Tensor ResizeBilinear()
    {
        Tensor input = Input(Shape.Of(random.Between(1, 2), random.Between(1, 7), random.Between(1, 7), Channels()));
        Tensor output = New(Shape.Of(input.Shape[0], random.Between(1, 12), random.Between(1, 12), input.Shape[3]), input.Quantization!);
        int mode = random.Between(0, 2);
        return Made(new ResizeBilinear(0, input, output, mode == 1, mode == 2));
    }

    public Tensor TransposeConv()
    {
        (int channels, (int Y, int X) kernel, (int Y, int X) stride) = (Channels(), (random.Between(1, 4), random.Between(1, 4)), (random.Between(1, 3), random.Between(1, 3)));
        Shape shape = Shape.Of(random.Between(1, 2), random.Between(4, 9), random.Between(4, 9), channels);
        (Window window, int height, int width) = Window.Fit(shape, random.Pick(Padding.Same, Padding.Valid), kernel, stride, (1, 1));
        Tensor input = Input(Shape.Of(shape[0], height, width, Channels()));
        Tensor weights = Constant(Shape.Of(channels, kernel.Y, kernel.X, input.Shape[3]), Quantization.PerTensor(Scale(), 0));
        byte[] numbers = new byte[4 * channels];
        for (int i = 0; i < channels; i++) BitConverter.TryWriteBytes(numbers.AsSpan(4 * i), random.Between(-5000, 5000));
        Tensor? bias = random.OneIn(3) ? null : new Tensor(tensors++, "bias", ElementType.Int32, Shape.Of(channels), null, numbers);
        Tensor output = New(shape, Quantization.PerTensor((float)(input.Scale * (double)weights.Scale * random.Between(50.0, 500.0)), ZeroPoint()));
        return Made(new TransposeConv(0, input, weights, bias, output, window, Clamp(output)));
    }

    public Tensor QuantizeBytes()
    {
        Tensor bytes = new(tensors++, "bytes", ElementType.UInt8, AnyShape(1, 4), Quantization.PerTensor(Scale(), random.Between(0, 255)), default);
        float scale = random.OneIn(2) ? bytes.Scale : (float)(bytes.Scale * random.Between(0.5, 2.0));
        if (random.OneIn(2))
        {
            inputs.Add(bytes);
            return Made(new Quantize(0, bytes, New(bytes.Shape, Quantization.PerTensor(scale, ZeroPoint()))));
        }

        return Made(new Quantize(0, Input(bytes.Shape, Quantization.PerTensor(scale, ZeroPoint())), bytes));
    }
}
