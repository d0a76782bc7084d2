using System.CommandLine;

using McuSim.Common;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim completion</c>: what a shell needs to complete command lines. The words come from the program itself ([suggest]).</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _mcusim_complete() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(mcusim "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _mcusim_complete mcusim
        """;

    private const string Zsh = """
        #compdef mcusim
        _mcusim() {
            local -a words_found
            words_found=("${(@f)$(mcusim "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a words_found || _files
        }
        compdef _mcusim mcusim
        """;

    private const string Fish = """
        complete -c mcusim -a '(mcusim "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a script for shell completion; in bash: source <(mcusim completion bash).") { shell };
        command.SetAction(parsed =>
        {
            context.Output.WriteLine((parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                var other => throw McuSimException.BadInput($"There is no completion for {other}."),
            }).ReplaceLineEndings("\n"));
            return Task.FromResult(0);
        });
        return command;
    }
}
