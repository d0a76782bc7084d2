using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Translation;

/// <summary>What runs often is found.</summary>
public sealed class SamplingTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Short_runs_that_do_the_same_each_time_are_sampled_too(int blocks)
    {
        // loop: adds r0,#1; b .+2 (again and again); b loop
        ushort[] code = [0x3001, .. Enumerable.Repeat((ushort)0xE7FF, blocks), (ushort)(0xE7FF - blocks - 2)];
        using var machine = new McuMachine(Board(), Image(code), new MachineOptions { Accesses = RecordedAccesses.None, Translation = new TranslationOptions(Threshold: 5, Waits: true, Patience: 0) });
        for (int i = 0; i < 3000; i++) machine.RunTo(Code, RunLimits.None);
        Assert.True(machine.TranslatedBlocks > 0);
    }
}
