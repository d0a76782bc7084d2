namespace McuSim.Tests.Codegen;

/// <summary>An empty build cache for one test. Tests that use it run one after the other (they share the process's environment).</summary>
internal sealed class TemporaryCache : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? before = Environment.GetEnvironmentVariable("MCUSIM_CACHE");

    public TemporaryCache() => Environment.SetEnvironmentVariable("MCUSIM_CACHE", folder.Path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MCUSIM_CACHE", before);
        folder.Dispose();
    }
}
