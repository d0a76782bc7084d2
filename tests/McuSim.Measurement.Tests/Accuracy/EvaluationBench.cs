using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Datasets;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>A small network and random inputs for it, in a folder of their own.</summary>
public sealed class EvaluationBench : IDisposable
{
    private const int Pixels = 12 * 12;

    public EvaluationBench(int inputs)
    {
        Toolchain.Require();
        Folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
        Directory.CreateDirectory(Data);
        var random = new Random(1);
        var bytes = new byte[Pixels];
        for (int i = 0; i < inputs; i++)
        {
            random.NextBytes(bytes);
            File.WriteAllBytes(Path.Combine(Data, $"input{i:000}_{i % 3}.bin"), bytes);
        }
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public Model Model { get; } = MakeModel();

    public MeasurementRequest Request => new(Model, BoardCatalog.Load("stm32f746"), new BuildOptions(), RunLimits.None);

    public Dataset Dataset => Dataset.Open(Data, new DatasetOptions(new([1, 12, 12, 1], InputType.Int8)) { Classes = 3 });

    public string PathOf(string name) => Path.Combine(Folder, name);

    public Report Run(EvaluationOptions options) => Assert.IsType<Report>(NetworkEvaluation.Run(Request, Dataset, options));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Model MakeModel()
    {
        var builder = new GraphBuilder(seed: 5);
        Tensor x = builder.Conv2D(builder.Input(Shape.Of(1, 12, 12, 1)), 8, (3, 3), (2, 2), activation: Activation.Relu);
        x = builder.Conv2D(x, 8, (1, 1), (1, 1), activation: Activation.Relu);
        x = builder.Reshape(builder.GlobalAveragePool(x), Shape.Of(1, 8));
        return builder.BuildModel("small", builder.Softmax(builder.FullyConnected(x, 3)));
    }
}
