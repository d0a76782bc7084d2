using System.Diagnostics;
using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Where buffers go: safe, small, quick and always the same.</summary>
public class PlannerTests
{
    /// <summary>Column C of the published bounds (in-place depthwise and element-wise operators), scratch included in ours, not in theirs.</summary>
    [Theory]
    [InlineData("ad01_int8", 768)]
    [InlineData("kws_ref_int8", 16_000)]
    [InlineData("ic_resnet_int8", 49_152)]
    [InlineData("vww_96_int8", 55_296)]
    [InlineData("mcunet-vww0", 57_344)]
    [InlineData("imagenet_mcunetv2_224_int8", 1_404_928)]
    [InlineData("imagenet_mobilenetv1_0.25_128_int8", 98_304)]
    public void Arenas_of_real_networks_reach_the_bound(string name, int bound)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        foreach (OptimizationGoal goal in Enum.GetValues<OptimizationGoal>())
        {
            PlannedNetwork network = FirmwarePlanner.PlanNetwork(model, HostProgram.M7, new(goal));
            if (bound < 100_000) Assert.Empty(PlanProof.Errors(network));
            Assert.InRange(network.Plan.ArenaBytes, 1, bound + 4096);
        }
    }

    /// <summary>Streams: close to the bound of fused groups whose output overlaps their input, scratch on top of it.</summary>
    [Theory]
    [InlineData("ad01_int8", 1_300, 1_300)]
    [InlineData("kws_ref_int8", 10_500, 9_200)]
    [InlineData("ic_resnet_int8", 34_500, 21_000)]
    [InlineData("vww_96_int8", 38_500, 31_000)]
    [InlineData("mcunet-vww0", 19_500, 19_500)]
    [InlineData("imagenet_mobilenetv1_0.25_128_int8", 56_500, 56_500)]
    public void Arenas_of_real_networks_reach_the_bound_of_streams(string name, int balanced, int memory)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        Assert.InRange(FirmwarePlanner.Plan(model, HostProgram.M7, new(OptimizationGoal.Balanced, PruneChannels: false)).ArenaBytes, 1, balanced);
        Assert.InRange(FirmwarePlanner.Plan(model, HostProgram.M7, new(OptimizationGoal.Memory, PruneChannels: false)).ArenaBytes, 1, memory);
    }

    /// <summary>At speed, layers stream into a fast memory where the slower one would make them wait, and only there.</summary>
    [Fact]
    public void Speed_streams_only_into_a_faster_memory()
    {
        Model model = ModelZoo.Build("zoo:mobilenet-v1?width=0.25&resolution=128");
        Plan PlanWith(ArenaPlaces? places) => FirmwarePlanner.Plan(model, HostProgram.M7, new(OptimizationGoal.Speed, PruneChannels: false) { Places = places });
        Plan whole = PlanWith(null);
        Assert.Empty(whole.Streams);
        Plan fast = PlanWith(new(61_440, 6, 32, 4096));
        Assert.NotEmpty(fast.Streams);
        Assert.InRange(fast.ArenaBytes, 1, 61_440);
        Assert.Empty(PlanWith(new(61_440, 0, 32, 4096)).Streams); // nothing waits
        Assert.Empty(PlanWith(new(131_072, 6, 32, 4096)).Streams); // there is room
        Assert.Equal(whole.ArenaBytes, PlanWith(new(1024, 6, 32, 4096)).ArenaBytes); // there is no room
    }

    /// <summary>The zoo's networks, whose bounds of fused groups without (first) and with overlap (second) are known; a sixth more at most.</summary>
    [Theory]
    [InlineData("mcunet-vww1", 34_560, 21_760)]
    [InlineData("mcunet-vww2", 108_288, 66_816)]
    [InlineData("mcunet-in0", 19_968, 16_896)]
    [InlineData("mcunet-in1", 49_152, 30_720)]
    [InlineData("mcunet-in2", 133_120, 81_920)]
    [InlineData("mcunet-in3", 160_512, 98_560)]
    [InlineData("mcunet-in4", 189_440, 115_200)]
    [InlineData("mbv2-w0.3-r64", 22_528, 14_336)]
    [InlineData("mbv2-w0.35-r144", 108_288, 66_816)]
    [InlineData("proxyless-w0.3-r64", 22_528, 14_336)]
    [InlineData("proxyless-w0.3-r176", 160_512, 98_560)]
    public void Arenas_of_the_zoo_reach_the_bound_of_streams(string name, int fused, int overlapping)
    {
        Model model = ModelZoo.Build("zoo:" + name);
        Assert.InRange(FirmwarePlanner.Plan(model, HostProgram.M7, new(OptimizationGoal.Balanced)).ArenaBytes, 1, fused * 115 / 100);
        Assert.InRange(FirmwarePlanner.Plan(model, HostProgram.M7, new(OptimizationGoal.Memory)).ArenaBytes, 1, overlapping * 117 / 100);
    }

    /// <summary>
    /// Column E: an operator's output may run into its input as far as the order of pixels allows. The plane of an in-place depthwise
    /// convolution comes on top, and what the goal may take more where that is faster.
    /// </summary>
    [Theory]
    [InlineData("kws_ref_int8", 8_064, 512)]
    [InlineData("ic_resnet_int8", 33_280, 128)]
    [InlineData("vww_96_int8", 36_864, 2_560)]
    [InlineData("mcunet-vww0", 49_152, 1_280)]
    public void Arenas_for_plain_kernels_reach_the_overlapping_bound(string name, int bound, int scratch)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        Plan plan = FirmwarePlanner.Plan(model, HostProgram.M0Plus, new(OptimizationGoal.Memory));
        Assert.InRange(plan.ArenaBytes, 1, (bound + scratch) * 65 / 64);
    }

    [Fact]
    public void Plans_of_random_networks_are_safe_and_close_to_the_bound()
    {
        const int Networks = 300;
        double excess = 0;
        for (int seed = 0; seed < Networks; seed++)
        {
            Model model = RandomNetworks.Create(seed, operators: 3 + (seed % 40));
            PlannedNetwork network = FirmwarePlanner.PlanNetwork(model, HostProgram.M4, new((OptimizationGoal)(seed % 3)));
            Plan plan = network.Plan;
            Assert.Empty(PlanProof.Errors(network));
            Assert.True(plan.ArenaBytes >= plan.PeakBytes);
            Assert.True(plan.ArenaBytes <= plan.PeakBytes * 1.5, $"seed {seed}: {plan.ArenaBytes} for {plan.PeakBytes} alive");
            excess += (plan.ArenaBytes / (double)plan.PeakBytes) - 1;
        }

        Assert.InRange(excess / Networks, 0, 0.02);
    }

    [Fact]
    public void Equal_input_gives_the_same_plan()
    {
        Model model = RandomNetworks.Create(7, operators: 60);
        string Text() => PlanText.Format(FirmwarePlanner.Plan(model, HostProgram.M4, new()));
        Assert.Equal(Text(), Text());
    }

    [Fact]
    public void Two_hundred_operators_are_planned_within_a_second()
    {
        Model model = RandomNetworks.Create(8, operators: 200);
        FirmwarePlanner.Plan(RandomNetworks.Create(9, operators: 5), HostProgram.M4, new());
        var clock = Stopwatch.StartNew();
        FirmwarePlanner.Plan(model, HostProgram.M4, new());
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1000);
    }

    [Theory]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM0Plus)]
    public void Plans_of_random_streams_are_safe(CoreKind core)
    {
        int streams = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            PlannedNetwork network = FirmwarePlanner.PlanNetwork(RandomStreams.Create(seed), new(core, FpuKind.None, 1), new(OptimizationGoal.Memory));
            Assert.Empty(PlanProof.Errors(network));
            streams += network.Plan.Streams.Length;
        }

        Assert.InRange(streams, 75, int.MaxValue);
    }

    /// <summary>A kernel that is fast but has no room for its scratch must not lend its price to the one that computes the rows.</summary>
    [Fact]
    public void Streams_cost_what_their_own_kernels_cost()
    {
        int ways = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Schedule schedule = GraphPasses.Run(RandomStreams.Create(seed).Graph, new());
            var context = new KernelContext(HostProgram.M4, new(OptimizationGoal.Memory));
            foreach (StreamGraph graph in StreamGraph.From(schedule, new Lifetimes(schedule), 0, 24))
            {
                foreach (StreamOffer offer in new StreamOffers(schedule, context).Of(graph, 1, _ => 0))
                {
                    Assert.InRange(offer.Cost, graph.Stages.Select((_, s) => CostOfRows(schedule, context, offer, s)).Sum() - 1, double.MaxValue);
                    ways++;
                }
            }
        }

        Assert.InRange(ways, 60, int.MaxValue);
    }

    private static double CostOfRows(Schedule schedule, KernelContext context, StreamOffer offer, int stage)
    {
        int height = offer.Graph.Tensors[offer.Graph.Stages[stage].Output].Rows, usual = Math.Max(1, height / offer.Shape.Calls[stage]);
        Operator band = RowWindow.Band(schedule.Steps[offer.Graph.Stages[stage].Position].Operator, usual);
        return offer.Kernels[stage].Offer(band, context) is { } own ? own.Cost * (double)height / usual : 0;
    }

    /// <summary>Every buffer of a stream moved by some bytes, every band less a row: the proof must fail each time that bytes are shared wrongly.</summary>
    [Fact]
    public void The_checker_sees_rows_overwritten_too_early()
    {
        int seen = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            PlannedNetwork network = FirmwarePlanner.PlanNetwork(RandomStreams.Create(seed), HostProgram.M4, new(OptimizationGoal.Memory));
            foreach (PlannedBuffer buffer in network.Plan.Buffers.Where(b => b.HeldRows > 0))
                Assert.NotEmpty(PlanProof.Errors(With(network, buffer, buffer with { Bytes = buffer.Bytes - (buffer.Bytes / buffer.HeldRows) })));
            foreach (PlannedBuffer buffer in network.Plan.Buffers.Where(b => b.InPlaceOf is not null))
            {
                int towards = network.Plan.Buffers.First(b => b.Name == buffer.InPlaceOf).Offset > buffer.Offset ? 4 : 0;
                if (towards > 0 && PlanProof.Errors(With(network, buffer, buffer with { Offset = buffer.Offset + towards })).Any()) seen++;
            }
        }

        Assert.InRange(seen, 10, int.MaxValue);
    }

    private static PlannedNetwork With(PlannedNetwork network, PlannedBuffer old, PlannedBuffer changed) => new(
        network.Plan with { Buffers = network.Plan.Buffers.Replace(old, changed) }, network.Schedule, network.Calls, network.Units);

    [Fact]
    public void The_checker_sees_buffers_that_share_bytes()
    {
        Plan plan = FirmwarePlanner.Plan(RandomNetworks.Create(3, operators: 10), HostProgram.M4, new());
        Plan broken = plan with { Buffers = [.. plan.Buffers.Select(b => b with { Offset = 0 })] };
        Assert.NotEmpty(PlanChecker.Errors(broken));
    }
}
