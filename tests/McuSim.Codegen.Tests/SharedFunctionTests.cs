using System.Text;

using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Layers of one shape have their kernel once.</summary>
public class SharedFunctionTests
{
    [Fact]
    public void Equal_depthwise_layers_and_pointwise_layers_of_any_shape_call_one_function_each()
    {
        SortedDictionary<string, byte[]> files = Files("zoo:mobilenet-v1?width=0.25&resolution=128", OptimizationGoal.Speed);
        string[] pointwise = [.. files.Keys.Where(k => k.EndsWith("_conv_1x1.c", StringComparison.Ordinal))];
        string shared = Assert.Single(pointwise);
        int callers = files.Count(f => f.Key.StartsWith("layers/layer_", StringComparison.Ordinal) && Text(f.Value).Contains(Path.GetFileNameWithoutExtension(shared), StringComparison.Ordinal));
        Assert.InRange(callers, 12, 14);
        // Five of the thirteen depthwise layers have one shape.
        Assert.Contains(files, f => f.Key.EndsWith("_depthwise_plane.c", StringComparison.Ordinal) && Text(f.Value).Split("layer_").Length >= 6);
    }

    [Fact]
    public void Layers_of_streams_pass_their_rows()
    {
        SortedDictionary<string, byte[]> files = Files("zoo:mobilenet-v1?width=0.25&resolution=128", OptimizationGoal.Memory);
        Assert.Contains(files, f => f.Key.StartsWith("layers/layer_", StringComparison.Ordinal) && Text(f.Value).Contains("(rows->inputs[0], rows->output, ", StringComparison.Ordinal));
    }

    private static SortedDictionary<string, byte[]> Files(string source, OptimizationGoal goal)
    {
        Model model = ModelZoo.Build(source);
        return SourceTree.Of(FirmwarePlanner.PlanNetwork(model, HostProgram.M4, new(goal, PruneChannels: false)), model);
    }

    private static string Text(byte[] file) => Encoding.UTF8.GetString(file);
}
