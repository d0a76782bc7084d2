using McuSim.Codegen;
using McuSim.Common;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

public sealed class FidelityTests : IDisposable
{
    private readonly EvaluationBench bench = new(inputs: 40);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Outputs_are_the_same_bytes_on_all_of_them()
    {
        Report board = bench.Run(new() { Workers = 2 });
        Report exact = bench.Run(new() { Fidelity = Fidelity.Exact, Workers = 2, AgainstInterpreter = true });
        Report native = bench.Run(new() { Fidelity = Fidelity.Native, Workers = 2, Verified = 5 });

        Assert.Equal(board.Accuracy!.OutputsCrc32, exact.Accuracy!.OutputsCrc32);
        Assert.Equal(board.Accuracy.OutputsCrc32, native.Accuracy!.OutputsCrc32);
        Assert.Equal(board.Accuracy.Predictions, native.Accuracy.Predictions);
        Assert.Equal(("board", "exact", "native"), (board.Accuracy.Fidelity, exact.Accuracy.Fidelity, native.Accuracy.Fidelity));
        Assert.Equal((null, null, 5), (board.Accuracy.Verified, exact.Accuracy.Verified, native.Accuracy.Verified));
        Assert.NotNull(board.Time.Spread);
        Assert.Null(native.Time.Spread);
        Assert.True(native.Time.Cycles > 1000);
        Assert.Equal((40, 40, 0.0), (exact.Accuracy.Reference!.Inputs, exact.Accuracy.Reference.Equal, exact.Accuracy.Reference.Rmse));
    }

    [Theory]
    [InlineData(OptimizationGoal.Speed)]
    [InlineData(OptimizationGoal.Memory)]
    public void The_same_kernels_run_natively_whatever_is_favoured(OptimizationGoal goal)
    {
        MeasurementRequest request = bench.Request with { Options = new(goal) };
        Report board = Assert.IsType<Report>(NetworkEvaluation.Run(request, bench.Dataset, new() { Workers = 2 }));
        Report native = Assert.IsType<Report>(NetworkEvaluation.Run(request, bench.Dataset, new() { Fidelity = Fidelity.Native }));
        Assert.Equal(board.Accuracy!.OutputsCrc32, native.Accuracy!.OutputsCrc32);
        Assert.Equal(board.Layers.Select(l => l.Kernel), native.Layers.Select(l => l.Kernel));
    }

    [Fact]
    public void A_program_that_computes_something_else_is_an_error_that_names_the_layer()
    {
        MeasurementRequest request = bench.Request;
        Firmware firmware = FirmwareGenerator.Build(request.Model, request.Board, request.Options);
        string other = HostBuild.BuildNative(WithOtherWeights(bench.Model, layer: 1), request.Board, request.Options);
        var proof = new NativeProof(firmware, () => NetworkRunner.BootUntimed(firmware, request.Board, request.Limits), other);

        var e = Assert.Throws<McuSimException>(() => proof.Check(bench.Dataset.Samples, 3, workers: 1, CancellationToken.None));

        Assert.Equal(ExitCode.FirmwareFault, e.ExitCode);
        Assert.Contains("it starts in layer_01_conv_2d (kernel ", e.Message);
    }

    [Fact]
    public void A_program_that_ends_is_an_error()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "needs /bin/sh");
        string program = bench.PathOf("ends");
        File.WriteAllText(program, "#!/bin/sh\nexit 3\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using NativeRunner runner = NativeRunner.Start(bench.Model.Graph, program);

        var e = Assert.Throws<McuSimException>(() => runner.Run([new byte[144]]));

        Assert.Contains("ended with exit code 3", e.Message);
    }

    [Fact]
    public void The_sample_is_a_seeded_choice_without_repetition()
    {
        int[] order = NativeProof.Order(1000, 16);

        Assert.Equal(NativeProof.Order(1000, 16), order);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.InRange(order.Take(16).Average(), 250, 750);
        Assert.Equal([0, 1, 2], NativeProof.Order(3, 16).Order());
    }

    /// <summary>The network with one weight of one convolution changed.</summary>
    private static Model WithOtherWeights(Model model, int layer)
    {
        byte[] file = ModelWriter.Write(model.Graph);
        ReadOnlySpan<byte> weights = model.Graph.Operators.OfType<Conv2D>().ElementAt(layer).Weights.Data.Span;
        int at = file.AsSpan().IndexOf(weights);
        for (int i = 0; i < 8; i++) file[at + i] ^= 0x40;
        return ModelReader.Read(model.Name, file);
    }
}
