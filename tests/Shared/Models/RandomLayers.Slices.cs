using McuSim.Models;

namespace McuSim.Tests;

internal sealed partial class RandomLayers
{
    public Tensor Slice()
    {
        Tensor input = Input(AnyShape(1, 5));
        int rank = input.Shape.Rank;
        (int[] starts, int[] steps, int[] sizes) = (new int[rank], new int[rank], new int[rank]);
        for (int axis = 0; axis < rank; axis++)
        {
            int count = input.Shape[axis];
            starts[axis] = random.Between(0, count - 1);
            steps[axis] = random.Pick(1, 1, 2, -1, -3);
            int room = steps[axis] > 0 ? count - 1 - starts[axis] : starts[axis];
            sizes[axis] = random.Between(1, (room / Math.Abs(steps[axis])) + 1);
        }

        bool shrinks = random.OneIn(3);
        Shape shape = new([.. sizes.Where(size => !shrinks || size > 1)]);
        return Made(new Slice(0, input, New(shape, input.Quantization!), [.. starts], [.. steps], [.. sizes]));
    }
}
