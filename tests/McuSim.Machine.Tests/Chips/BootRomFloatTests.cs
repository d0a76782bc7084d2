using System.Globalization;
using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Chips;

/// <summary>The floating-point functions of the RP2040's boot ROM, found through its tables as the Pico SDK finds them, against the host's arithmetic.</summary>
public sealed class BootRomFloatTests : IDisposable
{
    private const uint Program = 0x1000_0000, Top = 0x2000_0800;

    private readonly McuMachine machine;
    private readonly Random random = new(20);

    public BootRomFloatTests()
    {
        byte[] bytes = [.. BitConverter.GetBytes(Top), .. BitConverter.GetBytes(Program + 9), 0xFE, 0xE7];
        machine = new McuMachine(BoardCatalog.Load("rp2040"), new FirmwareImage("test", [new Segment(Program, Program, bytes, (uint)bytes.Length)], [], Program, []));
    }

    public void Dispose() => machine.Dispose();

    [Fact]
    public void Single_precision_is_rounded_to_nearest()
    {
        for (int i = 0; i < 300; i++)
        {
            float a = Single(), b = Single(i);
            Assert.Equal(Flushed(a + b), Float(0x00, a, b));
            Assert.Equal(Flushed(a - b), Float(0x04, a, b));
            Assert.Equal(Flushed(a * b), Float(0x08, a, b));
            Assert.Equal(Flushed(a / b), Float(0x0C, a, b));
            Assert.Equal(MathF.Sqrt(MathF.Abs(a)), Float(0x18, MathF.Abs(a)));
            Assert.Equal(a.CompareTo(b), (int)Call("SF", 0x54, Bits(a), Bits(b)));
            Assert.Equal(a, BitConverter.UInt64BitsToDouble(Call("SF", 0x7C, Bits(a))));
        }
    }

    [Fact]
    public void Double_precision_is_rounded_to_nearest()
    {
        for (int i = 0; i < 300; i++)
        {
            double a = Double(), b = i % 3 == 0 ? a * (1 + (random.NextDouble() * 1e-12)) : Double();
            Assert.Equal(Flushed(a + b), Binary(0x00, a, b));
            Assert.Equal(Flushed(a - b), Binary(0x04, a, b));
            Assert.Equal(Flushed(a * b), Binary(0x08, a, b));
            Assert.Equal(Flushed(a / b), Binary(0x0C, a, b));
            Assert.Equal(Math.Sqrt(Math.Abs(a)), Unary(0x18, Math.Abs(a)));
            Assert.Equal(a.CompareTo(b), (int)CallDouble(0x54, a, b));
            Assert.Equal(Flushed((float)Math.Clamp(a, -1e38, 1e38)), BitConverter.UInt32BitsToSingle((uint)CallDouble(0x7C, Math.Clamp(a, -1e38, 1e38))));
        }
    }

    [Theory]
    [InlineData(0f, float.PositiveInfinity, 0x08, float.PositiveInfinity)] // 0 * infinity: there are no NaNs
    [InlineData(1f, 0f, 0x0C, float.PositiveInfinity)]
    [InlineData(-1f, 0f, 0x0C, float.NegativeInfinity)]
    [InlineData(3e38f, 3e38f, 0x00, float.PositiveInfinity)]
    [InlineData(1e-40f, 0f, 0x00, 0f)] // denormals are zero
    [InlineData(1.5f, -1.5f, 0x00, 0f)]
    public void Edges(float a, float b, int function, float expected)
    {
        float got = Float((uint)function, a, b);
        if (function == 0x08) Assert.True(float.IsInfinity(got));
        else Assert.Equal(expected, got);
    }

    [Theory]
    [InlineData(2.75)]
    [InlineData(-2.75)]
    [InlineData(0.0)]
    [InlineData(-0.001)]
    [InlineData(123456789.0)]
    [InlineData(-1e12)]
    [InlineData(3e9)]
    [InlineData(1e19)]
    public void Whole_numbers_are_rounded_down_and_saturate(double value)
    {
        uint single = Bits((float)value);
        double asSingle = (float)value;
        Assert.Equal((int)Math.Clamp(Math.Floor(asSingle), int.MinValue, int.MaxValue), (int)Call("SF", 0x1C, single));
        Assert.Equal((uint)Math.Clamp(Math.Floor(asSingle), 0, uint.MaxValue), (uint)Call("SF", 0x24, single));
        Assert.Equal((int)Math.Clamp(Math.Floor(asSingle * 16), int.MinValue, int.MaxValue), (int)Call("SF", 0x20, single, 4));
        Assert.Equal((long)Math.Clamp(Math.Floor(asSingle), long.MinValue, long.MaxValue), (long)Call("SF", 0x6C, single));
        Assert.Equal(value < 0 ? 0 : (ulong)Math.Floor(asSingle), Call("SF", 0x74, single));
        Assert.Equal((int)Math.Clamp(Math.Floor(value), int.MinValue, int.MaxValue), (int)CallDouble(0x1C, value));
        Assert.Equal((long)Math.Clamp(Math.Floor(value), long.MinValue, long.MaxValue), (long)CallDouble(0x6C, value));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(-1L)]
    [InlineData(0x7FFF_FFFFL)]
    [InlineData(-0x8000_0000L)]
    [InlineData(0x0123_4567_89AB_CDEFL)]
    [InlineData(long.MinValue)]
    public void Whole_numbers_become_floating(long value)
    {
        uint low = (uint)value, high = (uint)(value >> 32);
        Assert.Equal((float)(int)low, BitConverter.UInt32BitsToSingle((uint)Call("SF", 0x2C, low)));
        Assert.Equal((float)low, BitConverter.UInt32BitsToSingle((uint)Call("SF", 0x34, low)));
        Assert.Equal((float)value, BitConverter.UInt32BitsToSingle((uint)Call("SF", 0x5C, low, high)));
        Assert.Equal((double)value / 256, BitConverter.UInt64BitsToDouble(Call("SD", 0x60, low, high, 8)));
        Assert.Equal((double)(ulong)value, BitConverter.UInt64BitsToDouble(Call("SD", 0x64, low, high)));
        Assert.Equal((double)(int)low, BitConverter.UInt64BitsToDouble(Call("SD", 0x2C, low)));
    }

    [Fact]
    public void Functions_are_exact_to_the_last_bit_but_one()
    {
        for (int i = 0; i < 60; i++)
        {
            double x = (random.NextDouble() - 0.5) * 40, y = (random.NextDouble() - 0.5) * 20, positive = Math.Exp(x);
            Near(Math.Sin(x), Unary(0x40, x), 4e-16);
            Near(Math.Cos(x), Unary(0x3C, x), 4e-16);
            Near(Math.Exp(x), Unary(0x4C, x), 4e-16);
            Near(Math.Log(positive), Unary(0x50, positive), 4e-16);
            Near(Math.Atan2(y, x), Binary(0x58, y, x), 5e-16);
            float f = (float)x, g = (float)y;
            Near(MathF.Sin(f), Float(0x40, f), 1.2e-7);
            Near(MathF.Cos(f), Float(0x3C, f), 1.2e-7);
            Near(Math.Tan(f), Float(0x44, f), 2e-7);
            Near(MathF.Exp(f), Float(0x4C, f), 1.2e-7);
            Near(MathF.Log((float)positive), Float(0x50, (float)positive), 1.2e-7);
            Near(MathF.Atan2(g, f), Float(0x58, g, f), 1.2e-7);
        }

        Assert.Equal((0.0, 1.0, 1.0), (Unary(0x40, 0), Unary(0x3C, 0), Unary(0x4C, 0)));
        Assert.Equal(double.NegativeInfinity, Unary(0x50, 0));
        CallDouble(0x48, 0.5);
        double cosine = BitConverter.UInt64BitsToDouble(((ulong)machine.ReadRegister(CoreRegister.R3) << 32) | machine.ReadRegister(CoreRegister.R2));
        Near(Math.Cos(0.5), cosine, 4e-16);
    }

    private static void Near(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), 1e-3), string.Create(CultureInfo.InvariantCulture, $"{expected:R} expected, {actual:R} came"));

    private static float Flushed(float value) => MathF.Abs(value) < 1.17549435e-38f ? 0 : value;

    private static double Flushed(double value) => Math.Abs(value) < 2.2250738585072014e-308 ? 0 : value;

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private float Single(int kind = 1) => (float)((random.NextDouble() - 0.5) * Math.Pow(2, kind % 3 == 0 ? random.Next(-40, 40) : random.Next(-3, 3)));

    private double Double() => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-200, 200));

    private float Float(uint function, float a, float b = 0) => BitConverter.UInt32BitsToSingle((uint)Call("SF", function, Bits(a), Bits(b)));

    private double Unary(uint function, double a) => BitConverter.UInt64BitsToDouble(CallDouble(function, a));

    private double Binary(uint function, double a, double b) => BitConverter.UInt64BitsToDouble(CallDouble(function, a, b));

    private ulong CallDouble(uint function, double a, double b = 0)
    {
        ulong first = BitConverter.DoubleToUInt64Bits(a), second = BitConverter.DoubleToUInt64Bits(b);
        return Call("SD", function, (uint)first, (uint)(first >> 32), (uint)second, (uint)(second >> 32));
    }

    /// <summary>Calls a function of a table; gives R1 and R0.</summary>
    private ulong Call(string table, uint function, uint r0, uint r1 = 0, uint r2 = 0, uint r3 = 0)
    {
        uint start = (uint)Run(Read(0x18, 2), Read(0x16, 2), table[0] | ((uint)table[1] << 8), 0, 0);
        return Run(Read(start + function, 4), r0, r1, r2, r3);
    }

    private ulong Run(uint address, params ReadOnlySpan<uint> arguments)
    {
        for (int i = 0; i < arguments.Length; i++) machine.WriteRegister(CoreRegister.R0 + i, arguments[i]);
        machine.WriteRegister(CoreRegister.Lr, (Program + 8) | 1);
        machine.WriteRegister(CoreRegister.Pc, address & ~1u);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(Program + 8, Limit(200_000)));
        return ((ulong)machine.ReadRegister(CoreRegister.R1) << 32) | machine.ReadRegister(CoreRegister.R0);
    }

    private uint Read(uint address, int size)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        Assert.True(machine.TryRead(address, bytes[..size]));
        return BitConverter.ToUInt32(bytes);
    }
}
