namespace McuSim.Tests;

/// <summary>Tests that compile for the target skip where the cross-compiler is not installed.</summary>
public static class Toolchain
{
    public static void Require() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "arm-none-eabi-gcc"))),
        "needs arm-none-eabi-gcc: run ./mcusim doctor");
}
