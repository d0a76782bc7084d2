using System.Diagnostics;

using McuSim.Gate;
using McuSim.Models;

namespace McuSim.Tests.Gate;

/// <summary>A user's repository in a temporary folder, with a small network in it.</summary>
internal sealed class Repository : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public string BudgetFile => PathOf("mcusim.yml");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Writes a network of two convolutions and a classifier.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="channels">Channels between the layers.</param>
    /// <param name="more">More layers before the pooling, or null.</param>
    public void WriteNetwork(string name = "net.tflite", int channels = 8, Func<GraphBuilder, Tensor, Tensor>? more = null)
    {
        var builder = new GraphBuilder(seed: 5);
        Tensor x = builder.Conv2D(builder.Input(Shape.Of(1, 10, 10, 3)), channels, (3, 3), (1, 1));
        x = builder.Conv2D(x, channels, (3, 3), (2, 2));
        x = more?.Invoke(builder, x) ?? x;
        x = builder.FullyConnected(builder.Reshape(builder.GlobalAveragePool(x), Shape.Of(1, channels)), 4);
        File.WriteAllBytes(PathOf(name), ModelWriter.Write(builder.Build(builder.Softmax(x))));
    }

    public Budget Budget() => BudgetReader.ReadFile(BudgetFile);

    public CheckResult Check(int workers = 2, bool useCache = true) => Checker.Run(Budget(), new(workers, useCache), TestContext.Current.CancellationToken);

    public RecordResult Record(bool ratchet = false) => Recorder.Run(Budget(), new(2), ratchet, TestContext.Current.CancellationToken);

    /// <summary>Changes a trace by replacing text in it.</summary>
    public void Edit(string name, string what, string by)
    {
        string text = File.ReadAllText(PathOf(name));
        Assert.Contains(what, text);
        File.WriteAllText(PathOf(name), text.Replace(what, by, StringComparison.Ordinal));
    }

    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd(), errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return output.Trim();
    }

    public string Commit(string subject)
    {
        Git("add", "-A");
        Git("commit", "-q", "--allow-empty", "-m", subject);
        return Git("rev-parse", "HEAD");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
