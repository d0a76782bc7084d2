using System.Diagnostics;

namespace McuSim.Tests;

/// <summary>Small programs for the board stm32f746, compiled from tests/Shared/Firmware when a test needs them.</summary>
public static class TestProgram
{
    private static readonly string Sources = System.IO.Path.Combine(SharedFolder.RepositoryRoot, "tests", "Shared", "Firmware");

    private static readonly string[] Options =
    [
        "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-mcpu=cortex-m7", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv5-sp-d16", "-Wl,--no-warn-rwx-segments",
    ];

    /// <summary>A program with newlib's semihosting library.</summary>
    /// <returns>The path of its ELF file, inside <paramref name="folder"/>.</returns>
    public static string WithLibrary(string name, string folder) => Build(name, folder, ["--specs=rdimon.specs", Source("start")]);

    /// <summary>A program without any library, called from a start-up of three lines.</summary>
    public static string Bare(string name, string folder, params string[] options) =>
        Build(name, folder, ["-ffreestanding", "-nostdlib", Source("bare"), .. options]);

    /// <summary>A program that is its own start-up.</summary>
    public static string Alone(string name, string folder) => Build(name, folder, ["-ffreestanding", "-nostdlib"]);

    /// <summary>Runs a program of the toolchain; skips the test where it is not installed.</summary>
    public static void Run(string program, params string[] arguments)
    {
        Toolchain.Require();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private static string Build(string name, string folder, string[] more)
    {
        string elf = System.IO.Path.Combine(folder, name + ".elf");
        Run("arm-none-eabi-gcc", [.. Options, "-T", System.IO.Path.Combine(Sources, "stm32f746.ld"), .. more, Source(name), "-o", elf]);
        return elf;
    }

    private static string Source(string name) => System.IO.Path.Combine(Sources, name + ".c");
}
