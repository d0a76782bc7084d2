using McuSim.Models;

namespace McuSim.Tests.Models;

public class QuantizedMultiplierTests
{
    [Fact]
    public void Half_is_the_smallest_mantissa_at_shift_zero() =>
        Assert.Equal(new QuantizedMultiplier(1 << 30, 0), QuantizedMultiplier.FromReal(0.5));
}
