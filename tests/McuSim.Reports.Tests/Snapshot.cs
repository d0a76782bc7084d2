namespace McuSim.Tests.Reports;

/// <summary>
/// Compares text with a committed file in <c>Snapshots/</c>. To accept what the tests write now, run them with
/// <c>MCUSIM_ACCEPT_SNAPSHOTS=1</c> and read the differences in git before committing.
/// </summary>
internal static class Snapshot
{
    private const string AcceptVariable = "MCUSIM_ACCEPT_SNAPSHOTS";

    public static string Folder { get; } = Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Reports.Tests", "Snapshots");

    public static void Verify(string actual, string file)
    {
        string path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1") File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"There is no {path}; run the tests with {AcceptVariable}=1 to make it, and read it.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual, ignoreLineEndingDifferences: false);
    }
}
