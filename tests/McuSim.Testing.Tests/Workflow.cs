using YamlDotNet.RepresentationModel;

namespace McuSim.Tests.Testing;

/// <summary>Executes the steps of a workflow and of this repository's action as a runner of GitHub does; steps that install system packages are left out.</summary>
/// <param name="repository">The repository that the workflow is in.</param>
/// <param name="environment">RUNNER_TEMP and the like.</param>
/// <param name="run">Runs a script with an environment in the repository, and gives its exit code.</param>
internal sealed class Workflow(string repository, IReadOnlyDictionary<string, string> environment, Func<string, IReadOnlyDictionary<string, string>, int> run)
{
    private const string InstallsPackages = "apt-get";

    /// <summary>Runs the steps of a job until one fails.</summary>
    /// <param name="file">The workflow.</param>
    /// <param name="job">The job.</param>
    /// <param name="inputs">Inputs of the action besides those that the workflow gives.</param>
    /// <returns>The first exit code that is not 0, and the names of the steps that ran.</returns>
    public (int ExitCode, List<string> Steps) Run(string file, string job, IReadOnlyDictionary<string, string> inputs)
    {
        var ran = new List<string>();
        foreach (YamlMappingNode step in Steps(At(At(Read(Path.Combine(repository, file)), "jobs"), job)))
        {
            int exitCode = Text(step, "uses") switch
            {
                null => Script(step, environment, ran),
                var action when action.Contains("/mcusim@", StringComparison.Ordinal) => Action(Given(step, inputs), ran),
                _ => 0, // checks out, or installs the SDK
            };
            if (exitCode != 0) return (exitCode, ran);
        }

        return (0, ran);
    }

    private int Action(IReadOnlyDictionary<string, string> given, List<string> ran)
    {
        YamlMappingNode action = Read(Path.Combine(SharedFolder.RepositoryRoot, "action.yml"));
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((YamlNode name, YamlNode input) in At(action, "inputs").Children) inputs[Scalar(name)] = given.GetValueOrDefault(Scalar(name)) ?? Text((YamlMappingNode)input, "default") ?? "";
        Assert.All(given.Keys, name => Assert.Contains(name, inputs.Keys));
        foreach (YamlMappingNode step in Steps(At(action, "runs")))
        {
            if (Text(step, "if") is { } condition && !Holds(condition, inputs)) continue;
            var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal);
            if (step.Children.TryGetValue("env", out YamlNode? env))
            {
                foreach ((YamlNode name, YamlNode value) in ((YamlMappingNode)env).Children)
                    variables[Scalar(name)] = inputs.Aggregate(Scalar(value), (text, i) => text.Replace($"${{{{ inputs.{i.Key} }}}}", i.Value, StringComparison.Ordinal));
            }

            int exitCode = Script(step, variables, ran);
            if (exitCode != 0) return exitCode;
        }

        return 0;
    }

    private int Script(YamlMappingNode step, IReadOnlyDictionary<string, string> variables, List<string> ran)
    {
        string script = Text(step, "run")!;
        Assert.DoesNotContain("${{", script); // what a user gives must reach scripts through the environment
        if (script.Contains(InstallsPackages, StringComparison.Ordinal)) return 0;
        ran.Add(Text(step, "name")!);
        return run(script, variables);
    }

    private static bool Holds(string condition, Dictionary<string, string> inputs) =>
        inputs.Any(i => condition == $"inputs.{i.Key} == '{i.Value}'");

    private static Dictionary<string, string> Given(YamlMappingNode step, IReadOnlyDictionary<string, string> inputs)
    {
        var given = new Dictionary<string, string>(inputs, StringComparer.Ordinal);
        foreach ((YamlNode name, YamlNode value) in At(step, "with").Children) given[Scalar(name)] = Scalar(value);
        return given;
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode of) => ((YamlSequenceNode)of.Children["steps"]).Children.Cast<YamlMappingNode>();

    private static YamlMappingNode At(YamlMappingNode node, string name) => (YamlMappingNode)node.Children[name];

    private static string Scalar(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string? Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out YamlNode? value) ? Scalar(value) : null;

    private static YamlMappingNode Read(string path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(path);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
