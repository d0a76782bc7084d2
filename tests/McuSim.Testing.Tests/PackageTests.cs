using System.Diagnostics;

namespace McuSim.Tests.Testing;

/// <summary>What <c>dotnet pack</c> makes is installed from a folder and used as a stranger would.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Program = """
        using McuSim.Testing;

        McuRun run = await Mcu.Model("builtin").On("stm32f746").RunAsync();
        run.Latency.ShouldBeUnder(50.Milliseconds());
        try
        {
            run.PeakSram.ShouldBeUnder(1.Kilobytes());
        }
        catch (AssertionException e)
        {
            Console.WriteLine(e.Message);
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_tool_and_the_libraries_install_from_a_folder_and_run()
    {
        Toolchain.Require();
        string packages = Path.Combine(folder, "packages"), tools = Path.Combine(folder, "tools"), user = Path.Combine(folder, "user");
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";
        DotNet(SharedFolder.RepositoryRoot, "pack", "McuSim.sln", "-c", configuration, "--no-build", "-v", "quiet", "-o", packages);
        Directory.CreateDirectory(user);
        File.WriteAllText(Path.Combine(user, "nuget.config"), $"""<configuration><packageSources><clear/><add key="here" value="{packages}"/></packageSources></configuration>""");

        DotNet(user, "tool", "install", "mcusim", "--tool-path", tools);
        string help = Run(Path.Combine(tools, "mcusim"), user, "--help");
        Assert.Contains("check", help);
        Assert.Contains("pass keyword-spotting on stm32f746", Checked(Path.Combine(tools, "mcusim"), user));

        File.WriteAllText(Path.Combine(user, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(user, "user.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>$(NuGetPackageRoot)</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="McuSim.Testing" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        string global = DotNet(user, "nuget", "locals", "global-packages", "--list").Split(": ", 2)[1].Trim();
        string output = DotNet(user, "run", $"-p:RestoreFallbackFolders={global}");
        Assert.Contains("builtin on stm32f746: sram.peak is ", output);
        Assert.Contains(" and should be under 1,024 B", output);

        RunExampleWorkflow(packages);
    }

    /// <summary>The workflow of docs/examples/gate, step by step, with the packages just made: it passes, and stops a budget that is broken.</summary>
    private void RunExampleWorkflow(string packages)
    {
        string example = Path.Combine(folder, "example"), runner = Path.Combine(folder, "runner");
        Copy(Path.Combine(SharedFolder.RepositoryRoot, "docs", "examples", "gate"), example);
        Directory.CreateDirectory(runner);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RUNNER_TEMP"] = runner,
            ["GITHUB_OUTPUT"] = Path.Combine(runner, "output"),
            ["GITHUB_STEP_SUMMARY"] = Path.Combine(runner, "summary.md"),
        };
        string printed = "";
        var workflow = new Workflow(example, environment, (script, variables) =>
        {
            (int exitCode, string output, string errors) = Start("bash", example, variables, "-eo", "pipefail", "-c", script);
            printed = output + errors;
            return exitCode;
        });
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal) { ["source"] = packages, ["install-prerequisites"] = "false" };
        string file = Path.Combine(".github", "workflows", "mcusim.yml");
        Start("make", example, environment);
        Start(Path.Combine(folder, "tools", "mcusim"), example, environment, "record");
        (int end, List<string> steps) = workflow.Run(file, "check", inputs);

        Assert.True(end == 0, printed);
        Assert.Equal(["Build the firmware", "Install mcusim", "Check"], steps);
        Assert.Equal("status=0\n", File.ReadAllText(environment["GITHUB_OUTPUT"]));
        Assert.Contains("| classifier | our-board |", File.ReadAllText(environment["GITHUB_STEP_SUMMARY"]));

        string budget = File.ReadAllText(Path.Combine(example, "mcusim.yml"));
        File.WriteAllText(Path.Combine(example, "mcusim.yml"), budget.Replace("latency: [20 ms, +0]", "latency: [20 us, +0]", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(runner, "mcusim"), recursive: true);
        (end, _) = workflow.Run(file, "check", inputs);
        Assert.Equal(1, end);
        Assert.Contains("::error file=mcusim.yml,line=15,title=classifier on our-board%3A latency::latency is ", printed);
        Assert.EndsWith("status=1\n", File.ReadAllText(environment["GITHUB_OUTPUT"]));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string Checked(string tool, string at)
    {
        Run(tool, at, "init");
        Run(tool, at, "record");
        return Run(tool, at, "check");
    }

    private static string DotNet(string at, params string[] arguments) => Run("dotnet", at, arguments);

    private static string Run(string program, string at, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Start(program, at, new Dictionary<string, string>(), arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors}");
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Start(string program, string at, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = at, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
