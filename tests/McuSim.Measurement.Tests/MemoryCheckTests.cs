using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Firmware keeps to its memory plan, access by access; a plan that says something else is found out, with layer and tensor.</summary>
public class MemoryCheckTests
{
    private static MeasurementRequest Request(string network, OptimizationGoal goal) =>
        new(ModelZoo.Build(network), BoardCatalog.Load("stm32h743"), new(goal), RunLimits.None);

    [Theory]
    [InlineData("zoo:resnet-8?width=0.25", OptimizationGoal.Memory)]
    [InlineData("zoo:mbv2-w0.3-r64", OptimizationGoal.Memory)]
    [InlineData("zoo:mlperf-kws", OptimizationGoal.Speed)]
    public void Every_read_finds_its_tensor(string network, OptimizationGoal goal)
    {
        MemoryCheck check = MemoryCheck.Run(Request(network, goal), cancellation: TestContext.Current.CancellationToken);
        Assert.Null(check.Error);
        Assert.True(check.ReadBytes > 10_000 && check.WrittenBytes > 10_000);
    }

    /// <summary>The plan told that a buffer lies four bytes on, and that a stream keeps a row less: the first layer that goes there is named.</summary>
    [Fact]
    public void What_is_not_as_planned_is_reported_with_layer_and_tensor()
    {
        MeasurementRequest request = Request("zoo:resnet-8?width=0.25", OptimizationGoal.Memory);
        Firmware firmware = FirmwareGenerator.Build(request.Model, request.Board, request.Options);
        Plan plan = firmware.Plan;
        LayerStream stream = plan.Streams[0];
        string Error(Plan told) => MemoryCheck.Run(firmware with { Plan = told }, request, null, CancellationToken.None).Error ?? "nothing";

        PlannedBuffer moved = plan.Buffers.First(b => b.Name == plan.Layers[stream.Last].Writes);
        Assert.StartsWith($"{plan.Layers[stream.Last].Name} writes byte", Error(plan with { Buffers = plan.Buffers.Replace(moved, moved with { Offset = moved.Offset + 4 }) }), StringComparison.Ordinal);

        StreamedRows late = stream.Calls.First(c => c.KeptRow > 1 && c.FirstRow > c.KeptRow);
        LayerStream wrong = stream with { Calls = stream.Calls.Replace(late, late with { KeptRow = late.KeptRow - 1 }) };
        Assert.Matches("^layer_.* reads byte .* where row .* of layer_.* should lie: row .* is there", Error(plan with { Streams = plan.Streams.Replace(stream, wrong) }));
    }
}
