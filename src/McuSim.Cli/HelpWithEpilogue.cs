using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace McuSim.Cli;

/// <summary>The library's help, followed by a text of our own.</summary>
internal sealed class HelpWithEpilogue(HelpAction help, string epilogue) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExamples command) parseResult.InvocationConfiguration.Output.WriteLine(command.Examples);
        parseResult.InvocationConfiguration.Output.WriteLine(epilogue.Trim('\n'));
        return result;
    }
}
