using System.CommandLine;
using System.CommandLine.Help;

using McuSim.Cli.Commands;
using McuSim.Common;

namespace McuSim.Cli;

/// <summary>Parses the arguments, runs a command and turns every ending into a documented exit code.</summary>
public static class CommandLine
{
    private const string ExitCodes = """

        Exit codes:
          0    done
          1    a limit of a budget is broken, or two traces differ
          2    bad usage or bad input
          3    a prerequisite is missing
          4    the network does not fit the board
          5    the firmware faulted, or ended itself with another exit code than 0
          6    an instruction or time limit was reached
          130  cancelled
        """;

    /// <summary>Runs the command line.</summary>
    /// <param name="args">The arguments after the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors and progress go.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = CreateRoot(output, error);
        ParseResult parsed = root.Parse(args);
        bool completes = args is [['[', 's', 'u', 'g', 'g', 'e', 's', 't', ..], ..]; // a shell asks about a line that is not complete yet
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithEpilogue && !completes)
        {
            foreach (var problem in parsed.Errors) error.WriteLine($"mcusim: {OneLine(problem.Message)}");
            error.WriteLine("mcusim: see 'mcusim --help', or 'mcusim COMMAND --help' for one command.");
            return (int)ExitCode.BadInput;
        }

        using var cancellation = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, e) =>
        {
            e.Cancel = !cancellation.IsCancellationRequested; // a second Ctrl-C ends the process at once
            cancellation.Cancel();
        };
        Console.CancelKeyPress += onCancel;
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("mcusim: cancelled.");
            return (int)ExitCode.Cancelled;
        }
        catch (McuSimException e)
        {
            error.WriteLine($"mcusim: {e.Message}");
            return (int)e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"mcusim: {OneLine(e.Message)}");
            return (int)ExitCode.BadInput;
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;
        }
    }

    private static RootCommand CreateRoot(TextWriter output, TextWriter error)
    {
        var context = new CommandContext(output, error);
        var root = new RootCommand("Runs int8 neural networks on simulated microcontroller boards and measures latency, memory and accuracy.")
        {
            RunCommand.Create(context),
            EvalCommand.Create(context),
            MergeCommand.Create(context),
            DatasetCommand.Create(context),
            BuildCommand.Create(context),
            FitCommand.Create(context),
            ExportCommand.Create(context),
            AblateCommand.Create(context),
            SearchCommand.Create(context),
            OracleCommand.Create(context),
            CheckCommand.Create(context),
            RecordCommand.Create(context),
            CompareCommand.Create(context),
            BisectCommand.Create(context),
            WatchCommand.Create(context),
            InitCommand.Create(context),
            CompletionCommand.Create(context),
            FirmwareCommand.Create(context),
            MlperfCommand.Create(context),
            ReportCommand.Create(context),
            TraceCommand.Create(context),
            BoardsCommand.Create(context),
            CalibrateCommand.Create(context),
            ZooCommand.Create(context),
            DoctorCommand.Create(context),
            SchemaCommand.Create(context),
        };
        root.SetAction(async (parsed, cancellation) =>
        {
            int end = await root.Parse("eval").InvokeAsync(parsed.InvocationConfiguration, cancellation);
            context.Error.WriteLine("This was the built-in network on built-in clips ('mcusim eval'); 'mcusim --help' lists what else there is.");
            return end;
        });
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help } shown) shown.Action = new HelpWithEpilogue(help, ExitCodes);
        }

        return root;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
