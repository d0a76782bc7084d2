using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Tests.Gate;

public sealed class BisectionTests : IDisposable
{
    private readonly Repository repository = new();

    public BisectionTests() => Toolchain.Require();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void The_commit_that_made_it_slower_is_found_in_few_steps()
    {
        repository.Git("init", "-q");
        repository.Write("mcusim.yml", "boards: [stm32f746]\nlimits: {cycles: +0}\nmodels: {net: net.tflite}");
        repository.WriteNetwork();
        string good = repository.Commit("start");
        string bad = "";
        for (int i = 1; i <= 6; i++)
        {
            if (i == 2) repository.Write("net.tflite", "broken for one commit");
            if (i == 3) repository.WriteNetwork();
            if (i == 4) repository.WriteNetwork(channels: 12);
            repository.Write("notes.txt", $"note {i}");
            string commit = repository.Commit($"step {i}");
            if (i == 4) bad = commit;
        }

        var log = new List<string>();
        var bisection = new Bisection(new GitRepository(repository.Folder), "mcusim.yml", b => b, new(1), prepare: null);
        BisectResult result = bisection.Run(good, "HEAD", log.Add, TestContext.Current.CancellationToken);

        Assert.Equal(bad, result.Commit);
        Assert.EndsWith("t: step 4", result.Description);
        Assert.StartsWith("net on stm32f746: cycles is ", result.Broken);
        Assert.StartsWith("layer_01_conv_2d: ", Assert.Single(result.Change.Comparisons).Blame("cycles")[0]);
        Assert.InRange(log.Count, 4, 5);
        Assert.Single(repository.Git("worktree", "list").Split('\n'));
        Assert.Contains("comes before", Assert.Throws<McuSimException>(() => bisection.Run("HEAD", good, _ => { }, default)).Message.Replace("does not come", "comes", StringComparison.Ordinal));
        Assert.Contains("nothing to find", Assert.Throws<McuSimException>(() => bisection.Run(good, "HEAD~3", _ => { }, default)).Message);
        Assert.Contains("There is no commit", Assert.Throws<McuSimException>(() => bisection.Run("--help", "HEAD", _ => { }, default)).Message);
    }

    [Fact]
    public void Traces_of_commits_are_read()
    {
        repository.Git("init", "-q");
        repository.Write("traces/net.stm32f746.txt", TraceText.Write(Traces.Usual()));
        repository.Commit("one");
        var git = new GitRepository(repository.Folder);

        Assert.Equal("net", Assert.Single(git.Traces(git.Commit("HEAD")!, "traces")).Name);
        Assert.Null(git.Commit("no-such"));
        Assert.Throws<McuSimException>(() => git.Traces(git.Commit("HEAD")!, "elsewhere"));
    }

    [Fact]
    public async Task A_change_of_a_file_is_seen()
    {
        repository.Write("mcusim.yml", "boards: [stm32f746]\nmodels: {net: net.tflite}");
        repository.WriteNetwork();
        var watcher = new Watcher(repository.BudgetFile);
        string stamp = watcher.Stamp();
        Assert.Equal(stamp, watcher.Stamp());
        Task<string> change = watcher.ChangeAsync(stamp, TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        await Task.Delay(60, TestContext.Current.CancellationToken);
        Assert.False(change.IsCompleted);
        repository.WriteNetwork(channels: 12);

        Assert.NotEqual(stamp, await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
