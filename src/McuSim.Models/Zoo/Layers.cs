namespace McuSim.Models.Zoo;

/// <summary>Pieces that several networks share.</summary>
internal static class Layers
{
    /// <summary>An RGB image of values from -1 to 1.</summary>
    public static Tensor Image(GraphBuilder builder, int resolution) => builder.Input(Shape.Of(1, resolution, resolution, 3));

    /// <summary>An average over the image, a fully connected layer and a softmax.</summary>
    public static Tensor Classifier(GraphBuilder builder, Tensor image, int classes)
    {
        Tensor x = builder.Reshape(builder.GlobalAveragePool(image), Shape.Of(1, image.Shape[3]));
        return builder.Softmax(builder.FullyConnected(x, classes));
    }

    /// <summary>A depthwise 3x3 and a 1x1 convolution.</summary>
    public static Tensor Separable(GraphBuilder builder, Tensor input, int channels, int stride, Activation activation = Activation.Relu)
    {
        Tensor x = builder.DepthwiseConv2D(input, (3, 3), (stride, stride), activation: activation);
        return builder.Conv2D(x, channels, (1, 1), (1, 1), activation: activation);
    }

    /// <summary>Nearest multiple of 8, but not below nine tenths (<c>_make_divisible</c> of tensorflow/models, slim/nets/mobilenet).</summary>
    public static int MultipleOf8(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    /// <summary>The multiple of 8 at or above (as ProxylessNAS's scaled networks have it).</summary>
    public static int MultipleOf8Above(double channels) => (int)Math.Ceiling(Math.Round(channels / 8, 6)) * 8;
}
