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
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = at, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }
}
