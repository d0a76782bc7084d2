using System.CommandLine;
using System.Globalization;

using McuSim.Models;
using McuSim.Models.Zoo;

using Spectre.Console;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim zoo</c>: the networks that need no file.</summary>
internal static class ZooCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("zoo", "Lists the networks that need no file: published topologies with random weights, for latency, memory and flash.");
        command.SetAction(_ => List(context));
        return command;
    }

    private static int List(CommandContext context)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("network").NoWrap()).AddColumn(new TableColumn("MACs").RightAligned().NoWrap())
            .AddColumn(new TableColumn("weights+biases").RightAligned().NoWrap()).AddColumn(new TableColumn("parameters it takes, with defaults").NoWrap()).AddColumn("source");
        foreach (ZooEntry entry in ModelZoo.Entries)
        {
            Graph graph = entry.Outline();
            string parameters = string.Join(' ', entry.Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p.Default}")));
            table.AddRow(entry.Name, Count(graph.Macs), Count(graph.ParameterCount), Markup.Escape(parameters), Markup.Escape(entry.Source));
        }

        context.Console.Write(table);
        context.Output.WriteLine("Run one with 'mcusim run zoo:mobilenet-v2', or with other parameters: 'mcusim run \"zoo:mobilenet-v2?width=0.35&resolution=144\"'.");
        context.Output.WriteLine("The weights are random, so accuracy means nothing; latency, memory and flash do not depend on them.");
        return 0;
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
