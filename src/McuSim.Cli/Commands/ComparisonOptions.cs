using System.CommandLine;

using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Tensors;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary>The arguments that say what an evaluation is compared with and what it bears.</summary>
internal sealed class ComparisonOptions
{
    private const string Interpreter = "interpreter";

    private readonly Option<string?> reference = new("--reference")
    {
        Description = "Compare outputs: with a float model's, from an array of NumPy with one row per input in the dataset's order; or with the reference interpreter's.",
        HelpName = "FILE.npy|interpreter",
    };

    private readonly Option<string?> compare = new("--compare")
    {
        Description = "Compare with an earlier report of the same inputs (written by --json), by McNemar's test.",
        HelpName = "REPORT",
    };

    private readonly Option<int> maxBroken = new("--max-broken")
    {
        Description = "How many damaged files are named, counted and skipped; one more ends the evaluation.",
        HelpName = "N",
    };

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(reference);
        command.Add(compare);
        command.Add(maxBroken);
    }

    /// <summary>The options with what the arguments say.</summary>
    public EvaluationOptions AddTo(EvaluationOptions options, ParseResult parsed, Dataset dataset, Model model)
    {
        if (parsed.GetValue(maxBroken) < 0) throw McuSimException.BadInput("--max-broken must be at least 0.");
        string? given = parsed.GetValue(reference);
        return options with
        {
            MaxBroken = parsed.GetValue(maxBroken),
            AgainstInterpreter = options.AgainstInterpreter || given == Interpreter,
            Reference = given is null or Interpreter ? null : new SavedOutputs(NpyRows.Open(given), dataset, model.Graph.Outputs[0].Shape.ElementCount),
            Earlier = parsed.GetValue(compare) is { } path ? Earlier(path) : null,
        };
    }

    private static Report Earlier(string path) => JsonReport.Read(path) is [Report report]
        ? report : throw McuSimException.BadInput($"{path} is not the report of one evaluation; give one that 'mcusim eval --json' wrote.");

    /// <summary>The rows of a file: one per input of the evaluation, or one per input of the whole dataset.</summary>
    private sealed class SavedOutputs : IReferenceOutputs
    {
        private readonly NpyRows rows;
        private readonly bool ofWholeDataset;

        public SavedOutputs(NpyRows rows, Dataset dataset, int elements)
        {
            if (rows.RowLength != elements)
                throw McuSimException.BadInput($"{rows.Path} has {rows.RowLength} values per row, but the network has {elements} outputs; save one row of outputs per input.");
            if (rows.Count != dataset.Samples.Length && rows.Count != dataset.Available)
                throw McuSimException.BadInput($"{rows.Path} has {rows.Count} rows, but there are {dataset.Samples.Length} inputs; save one row of outputs per input, in the order of their names.");
            this.rows = rows;
            ofWholeDataset = rows.Count != dataset.Samples.Length;
        }

        public string Source => System.IO.Path.GetFileName(rows.Path);

        public void Read(int position, int index, Span<float> values) => rows.Read(ofWholeDataset ? index : position, values);
    }
}
