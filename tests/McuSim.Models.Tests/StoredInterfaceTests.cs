using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>Conversions at a network's ends become the user's task.</summary>
public class StoredInterfaceTests
{
    private static Tensor Activation(int index, ElementType type) =>
        new(index, $"t{index}", type, Shape.Of(1, 4), type == ElementType.Int8 ? Quantization.PerTensor(0.1f, 3) : null, default);

    [Fact]
    public void Float_inputs_and_outputs_become_their_stored_numbers()
    {
        Tensor given = Activation(0, ElementType.Float32), stored = Activation(1, ElementType.Int8), result = Activation(2, ElementType.Int8), taken = Activation(3, ElementType.Float32);
        var relu = new Relu(1, "RELU", stored, result, new(3, 127));
        var model = new Model("m", "m", new([new Quantize(0, given, stored), relu, new Dequantize(2, result, taken)], [given], [taken]));
        Graph graph = StoredInterface.Of(model).Graph;
        Assert.Equal([relu], graph.Operators);
        Assert.Equal([stored], graph.Inputs);
        Assert.Equal([result], graph.Outputs);
    }

    [Fact]
    public void What_is_read_as_float_elsewhere_stays()
    {
        Tensor given = Activation(0, ElementType.Float32), stored = Activation(1, ElementType.Int8);
        var model = new Model("m", "m", new([new Quantize(0, given, stored)], [given], [stored]));
        Assert.Same(model, StoredInterface.Of(model));
    }
}
