using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Passes change no output bit: the interpreter runs the network before and after them.</summary>
public class PassTests
{
    [Fact]
    public void Random_networks_compute_the_same_after_the_passes()
    {
        int pruned = 0, gathered = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Model model = RandomNetworks.Create(seed, operators: 2 + (seed % 25));
            Schedule schedule = GraphPasses.Run(model.Graph, new());
            AssertSameOutputs(model.Graph, ToGraph(schedule), seed);
            if (schedule.Steps.Any(s => s.Operator is GatherChannels)) gathered++;
            if (schedule.Steps.Sum(s => s.Operator.Macs) < GraphPasses.Run(model.Graph, new(PruneChannels: false)).Steps.Sum(s => s.Operator.Macs)) pruned++;
        }

        Assert.True(pruned > 50, $"only {pruned} networks had something to prune");
        Assert.True(gathered > 50, $"only {gathered} networks had channels to move");
    }

    [Fact]
    public void Half_of_the_person_detector_is_pruned()
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", "vww_96_int8.tflite"));
        Schedule schedule = GraphPasses.Run(model.Graph, new());
        Assert.InRange(schedule.Steps.Sum(s => s.Operator.Macs), 1, 3_800_000);
        AssertSameOutputs(model.Graph, ToGraph(schedule), 1);
    }

    [Theory]
    [InlineData("zoo:shufflenet-v2?width=0.5&resolution=64")]
    [InlineData("zoo:shufflenet-v2?width=1.5&resolution=32")]
    public void Shuffles_of_channels_become_one_copy_per_branch(string network)
    {
        Model model = ModelZoo.Build(network);
        Schedule schedule = GraphPasses.Run(model.Graph, new());
        Assert.DoesNotContain(schedule.Steps, s => s.Operator is Concatenation or Slice or Transpose);
        Assert.Equal(2 + (2 * (3 + 7 + 3)) + 1, schedule.Steps.Count(s => s.Operator is GatherChannels));
        AssertSameOutputs(model.Graph, ToGraph(schedule), 1);
    }

    [Theory]
    [InlineData("kws_ref_int8", 12)]
    [InlineData("mcunet-vww0", 51)]
    public void Reshapes_and_pads_become_no_layers(string name, int layers)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        Assert.Equal(layers, GraphPasses.Run(model.Graph, new()).Steps.Length);
    }

    [Fact]
    public void A_depthwise_convolution_with_a_multiplier_becomes_a_convolution()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var b = new GraphBuilder(seed);
            int channels = b.Between(1, 4), filters = channels * b.Between(2, 6);
            (Window window, int h, int w, int oh, int ow) = RandomLayers.RandomWindow(b, dilation: true);
            Tensor input = b.Input(b.Int8(1, h, w, channels)), output = b.Int8(1, oh, ow, filters);
            Tensor weights = b.Weights(3, input.Scale, output.Scale, window.KernelHeight * window.KernelWidth, 1, window.KernelHeight, window.KernelWidth, filters);
            b.Add(new DepthwiseConv2D(b.NextIndex, input, weights, b.Bias(filters), output, window, b.Clamp(output)));
            b.Outputs.Add(output);
            Graph graph = b.Model("depthwise").Graph;
            Schedule schedule = GraphPasses.Run(graph, new());
            Assert.IsType<Conv2D>(Assert.Single(schedule.Steps).Operator);
            AssertSameOutputs(graph, ToGraph(schedule), seed);
        }
    }

    [Fact]
    public void Steps_wait_for_their_readers()
    {
        int moved = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Model model = seed % 2 == 0 ? RandomStreams.Create(seed) : RandomNetworks.Create(seed, operators: 2 + (seed % 25));
            Schedule schedule = GraphPasses.Run(model.Graph, new()), delayed = DelaySteps.Run(schedule);
            AssertSameOutputs(model.Graph, ToGraph(delayed), seed);
            var alive = new AliveBytes(schedule);
            int last = schedule.Steps.Length - 1;
            Assert.InRange(alive.Of(delayed.Steps, 0, last).Peak, 1, alive.Of(schedule.Steps, 0, last).Peak);
            if (delayed.Steps != schedule.Steps) moved++;
        }

        Assert.True(moved > 20, $"steps of only {moved} networks moved");
    }

    [Fact]
    public void Slices_that_are_made_first_do_not_pile_up()
    {
        var builder = new McuSim.Models.GraphBuilder(seed: 1);
        Tensor image = builder.Input(Shape.Of(1, 64, 64, 8));
        Tensor[] slices = [.. Enumerable.Range(0, 8).Select(step => builder.Slice(image, 2, step, 15, step: 4))];
        Model model = builder.BuildModel("sweep", slices.Aggregate((sum, slice) => builder.Elementwise(ElementwiseKind.Add, builder.Conv2D(sum, 8, (1, 1), (1, 1)), slice)));
        Plan plan = FirmwarePlanner.Plan(model, HostProgram.M4, new(OptimizationGoal.Memory));
        Assert.InRange(plan.ArenaBytes, 1, (64 * 64 * 8) + (3 * 64 * 15 * 8)); // the image and a few slices, not eight
    }

    private static void AssertSameOutputs(Graph before, Graph after, int seed)
    {
        Interpreter a = new(before), b = new(after);
        var random = new Random(seed);
        for (int i = 0; i < before.Inputs.Length; i++)
        {
            byte[] input = new byte[before.Inputs[i].ByteCount];
            random.NextBytes(input);
            a.SetInput(i, input);
            b.SetInput(i, input);
        }

        a.Run();
        b.Run();
        for (int i = 0; i < before.Outputs.Length; i++)
            Assert.True(a.Value(before.Outputs[i]).SequenceEqual(b.Value(after.Outputs[i])), $"seed {seed}, output {i}");
    }

    /// <summary>The steps as a graph again, with each alias as a reshape.</summary>
    private static Graph ToGraph(Schedule schedule)
    {
        var operators = new List<Operator>();
        void AddAliases(Tensor of)
        {
            foreach ((Tensor alias, _) in schedule.Aliases.Where(a => a.Value == of))
            {
                operators.Add(new Reshape(-1, of, alias));
                AddAliases(alias);
            }
        }

        foreach (Tensor input in schedule.Inputs) AddAliases(input);
        foreach (Step step in schedule.Steps)
        {
            operators.Add(step.Operator);
            AddAliases(step.Operator.Output);
        }

        return new([.. operators], schedule.Inputs, schedule.Outputs);
    }
}
