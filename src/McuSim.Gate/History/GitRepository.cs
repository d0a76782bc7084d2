using System.ComponentModel;

using McuSim.Codegen;
using McuSim.Common;

namespace McuSim.Gate;

/// <summary>A git repository, asked through the git program.</summary>
/// <param name="folder">Any folder inside it.</param>
public sealed class GitRepository(string folder)
{
    /// <summary>The full hash of a commit, or null when there is none of that name.</summary>
    /// <param name="revision">As git takes it: <c>HEAD~1</c>, <c>main</c>, a hash.</param>
    /// <param name="cancellation">Stops git.</param>
    public string? Commit(string revision, CancellationToken cancellation = default)
    {
        if (revision.Length == 0 || revision[0] == '-' || revision.Any(char.IsControl)) return null;
        (int exitCode, string output, _) = Run(cancellation, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        return exitCode == 0 ? output.Trim() : null;
    }

    /// <summary>The traces of a commit, by path.</summary>
    /// <param name="commit">Its hash.</param>
    /// <param name="path">A file or folder, from the folder of this repository object on.</param>
    /// <param name="cancellation">Stops git.</param>
    /// <exception cref="McuSimException">There are none, or one is damaged.</exception>
    public IReadOnlyList<Trace> Traces(string commit, string path, CancellationToken cancellation = default)
    {
        string listing = Ask(cancellation, "ls-tree", "-r", "-z", "--name-only", commit, "--", path);
        string[] files = [.. listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => f.EndsWith(".txt", StringComparison.Ordinal))];
        if (files.Length == 0) throw McuSimException.BadInput($"The commit {commit[..10]} has no traces at {path}: record some, or name their folder with --traces.");
        return [.. files.Select(f => TraceReader.Read($"{commit[..10]}:{f}", Ask(cancellation, "show", $"{commit}:./{f}")))];
    }

    /// <summary>The commits after one up to another, oldest first, along first parents.</summary>
    public IReadOnlyList<string> Between(string good, string bad, CancellationToken cancellation = default) =>
        Ask(cancellation, "rev-list", "--reverse", "--first-parent", $"{good}..{bad}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a commit comes before another.</summary>
    public bool IsAncestor(string first, string second, CancellationToken cancellation = default) =>
        Run(cancellation, "merge-base", "--is-ancestor", first, second).ExitCode == 0;

    /// <summary>A commit in one line: short hash, author, subject.</summary>
    public string Describe(string commit, CancellationToken cancellation = default) => Ask(cancellation, "show", "--no-patch", "--format=%h %an: %s", commit).Trim();

    /// <summary>The top folder of the work tree.</summary>
    public string Top(CancellationToken cancellation = default) => Ask(cancellation, "rev-parse", "--show-toplevel").Trim();

    /// <summary>Checks a commit out into a new folder, which disposing removes.</summary>
    public CheckedOut CheckOut(string commit, CancellationToken cancellation = default) => new(this, commit, cancellation);

    /// <summary>What git answers.</summary>
    /// <exception cref="McuSimException">It refuses.</exception>
    internal string Ask(CancellationToken cancellation, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(cancellation, arguments);
        return exitCode == 0 ? output : throw McuSimException.BadInput($"git {arguments[0]} failed: {errors.ReplaceLineEndings(" ").Trim().TrimEnd('.')}.");
    }

    private (int ExitCode, string Output, string Errors) Run(CancellationToken cancellation, params string[] arguments)
    {
        try
        {
            return Command.RunAsync("git", arguments, Path.GetFullPath(folder.Length == 0 ? "." : folder), cancellation).GetAwaiter().GetResult();
        }
        catch (Win32Exception e)
        {
            throw McuSimException.Missing("git is not on the PATH; install it to work with commits.", e);
        }
    }
}

/// <summary>A commit's files in a folder of their own.</summary>
public sealed class CheckedOut : IDisposable
{
    private readonly GitRepository repository;

    internal CheckedOut(GitRepository repository, string commit, CancellationToken cancellation)
    {
        this.repository = repository;
        Folder = Path.Combine(Path.GetTempPath(), $"mcusim-{commit[..10]}-{Guid.NewGuid():N}");
        repository.Ask(cancellation, "worktree", "add", "--detach", "--force", Folder, commit);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            repository.Ask(CancellationToken.None, "worktree", "remove", "--force", Folder);
        }
        catch (McuSimException)
        {
            if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        }
    }
}
