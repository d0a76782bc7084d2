using System.ComponentModel;
using System.Diagnostics;
using McuSim.Boards;

namespace McuSim.Tests.Machine.Conformance;

/// <summary>The engine's instructions against the architecture's definition, and against QEMU.</summary>
public sealed class ConformanceTests : IDisposable
{
    private const string ResultFile = "results.bin";

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-conformance").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void Every_form_does_what_the_architecture_says(CoreKind core)
    {
        ConformanceProgram program = Program(core);
        string[] differences = [.. program.Differences(program.Run())];
        Assert.True(differences.Length == 0, $"{differences.Length} differences:\n{string.Join('\n', differences.Take(40))}");
    }

    [Theory]
    [InlineData(CoreKind.CortexM4, "mps2-an386")]
    [InlineData(CoreKind.CortexM7, "mps2-an500")]
    public void Every_form_does_what_it_does_on_qemu(CoreKind core, string machine)
    {
        ConformanceProgram program = Program(core);
        byte[] others = RunOnQemu(program, machine);
        string[] differences = [.. program.Differences(program.Run(), others)];
        Assert.True(differences.Length == 0, $"{differences.Length} differences:\n{string.Join('\n', differences.Take(40))}");
    }

    private static ConformanceProgram Program(CoreKind core) =>
        new([.. IntegerForms.All, .. MemoryForms.All, .. ConditionalForms.All, .. FloatingForms.Single, .. core == CoreKind.CortexM7 ? FloatingForms.Double : []], core, ResultFile);

    private byte[] RunOnQemu(ConformanceProgram program, string machine)
    {
        string image = Path.Combine(folder, "conformance.bin");
        File.WriteAllBytes(image, program.Image);
        string[] arguments = ["-M", machine, "-kernel", image, "-nographic", "-monitor", "none", "-serial", "none", "-semihosting-config", "enable=on,target=native"];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("qemu-system-arm", arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(120)), "qemu-system-arm did not end.");
        }
        catch (Win32Exception)
        {
            Assert.Skip("qemu-system-arm is not installed.");
        }

        return File.ReadAllBytes(Path.Combine(folder, ResultFile));
    }
}
