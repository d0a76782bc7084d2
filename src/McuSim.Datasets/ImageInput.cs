using System.Buffers;
using System.Buffers.Binary;
using McuSim.Common;
using McuSim.Datasets.Jpeg;

namespace McuSim.Datasets;

/// <summary>Reads a JPEG image of exactly the input's size and turns its pixels into the input's elements.</summary>
internal static class ImageInput
{
    public static void ReadInto(string path, InputFormat input, Span<byte> destination)
    {
        if (input.Shape is not [1, var height, var width, var channels] || channels is not (1 or 3))
            throw McuSimException.BadInput($"{path} is an image, but the input has the shape {input.ShapeText}; images need 1 x height x width x 1 or 3.");
        int count = height * width * channels;
        byte[] rented = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            Span<byte> pixels = rented.AsSpan(0, count);
            JpegDecoder.Decode(path, width, height, channels, pixels);
            Convert(pixels, input, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// Pixels to elements. Without <see cref="InputFormat.Pixels"/> an int8 is the pixel less 128: the convention of MLPerf Tiny and TensorFlow Lite
    /// Micro, and what quantisation gives for networks trained on 0 to 1, -1 to 1 or 0 to 255, where a step of the input is a step of the pixel.
    /// </summary>
    public static void Convert(ReadOnlySpan<byte> pixels, InputFormat input, Span<byte> destination)
    {
        if (input.Type == InputType.Float32)
        {
            PixelRange range = input.Pixels ?? new PixelRange(0, 1);
            for (int i = 0; i < pixels.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(destination[(4 * i)..], (float)Real(pixels[i], range));
            return;
        }
        Span<byte> table = stackalloc byte[256];
        for (int p = 0; p < table.Length; p++)
            table[p] = Quantised(p, input);
        for (int i = 0; i < pixels.Length; i++)
            destination[i] = table[pixels[i]];
    }

    private static byte Quantised(int pixel, InputFormat input)
    {
        (int least, int most) = input.Type == InputType.Int8 ? (-128, 127) : (0, 255);
        if (input.Pixels is not { } range)
            return (byte)(pixel + least);
        double steps = Math.Round(Real(pixel, range) / input.Scale, MidpointRounding.AwayFromZero) + input.ZeroPoint;
        return (byte)(int)Math.Clamp(steps, least, most);
    }

    private static double Real(int pixel, PixelRange range) => range.Low + (pixel / 255.0 * (range.High - range.Low));
}
