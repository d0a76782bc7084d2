using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>The built-in network on its own clips, as training/README.md states it.</summary>
public class BuiltInClipsTests
{
    [Fact]
    public void The_built_in_network_is_right_on_59_of_its_60_clips()
    {
        Graph graph = BuiltInModels.KeywordSpotting.Graph;
        Tensor input = graph.Inputs[0];
        var format = new InputFormat(input.Shape.Dimensions, InputType.Int8, input.Scale, input.ZeroPoint);
        Dataset clips = Dataset.Open(BuiltInClips.Folder, new DatasetOptions(format) { Recipe = RecipeCatalog.For(null, format), Classes = 12 });
        var interpreter = new Interpreter(graph);
        var values = new byte[format.Bytes];

        Assert.Equal(60, clips.Samples.Length);
        int right = 0;
        foreach (Sample clip in clips.Samples)
        {
            clip.ReadInto(values);
            ReadOnlySpan<byte> output = interpreter.Run(values);
            int best = 0;
            for (int i = 1; i < output.Length; i++)
            {
                if ((sbyte)output[i] > (sbyte)output[best]) best = i;
            }

            if (best == clip.Label) right++;
        }

        Assert.Equal(59, right);
    }
}
