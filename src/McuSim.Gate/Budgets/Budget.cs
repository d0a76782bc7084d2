using System.Collections.Immutable;

using McuSim.Codegen;
using McuSim.Machine;

namespace McuSim.Gate;

/// <summary>What a budget file asks for.</summary>
/// <param name="File">The file.</param>
/// <param name="Traces">The folder of the baselines.</param>
/// <param name="Cases">Every model and firmware on every board, in the file's order.</param>
public sealed record Budget(string File, string Traces, ImmutableArray<BudgetCase> Cases)
{
    /// <summary>The usual name of a budget file.</summary>
    public const string DefaultFile = "mcusim.yml";

    /// <summary>The baseline of a case.</summary>
    public string TracePath(BudgetCase of) => Path.Combine(Traces, TraceFiles.NameOf(of.Name, of.BoardName));
}

/// <summary>One model or firmware on one board.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Subject">What runs.</param>
/// <param name="Board">The board's name, or the path of its file.</param>
/// <param name="Limits">What it must keep.</param>
/// <param name="Line">Where it stands in the file.</param>
public sealed record BudgetCase(string Name, Subject Subject, string Board, ImmutableArray<Limit> Limits, int Line)
{
    /// <summary>The board's name without folders and ending.</summary>
    public string BoardName => Path.GetExtension(Board).ToLowerInvariant() is ".yaml" or ".yml" ? Path.GetFileNameWithoutExtension(Board).ToLowerInvariant() : Board.ToLowerInvariant();

    /// <summary>The budget's file.</summary>
    public string File { get; init; } = "";

    /// <summary>Both names, as messages give them.</summary>
    public string Title => $"{Name} on {BoardName}";
}

/// <summary>What runs.</summary>
public abstract record Subject;

/// <summary>A network.</summary>
/// <param name="Model">The path of a .tflite file, a name of the zoo (<c>zoo:...</c>), or <c>builtin</c>.</param>
/// <param name="Options">How firmware is generated.</param>
/// <param name="Input">The input's file, or null for seeded random bytes.</param>
/// <param name="Data">A labelled dataset, or null for a single inference.</param>
/// <param name="Samples">The most inputs of the dataset to take; null for all.</param>
/// <param name="Recipe">How files become the input; null for the recipe beside the model, or the plain one.</param>
public sealed record NetworkSubject(string Model, BuildOptions Options, string? Input, string? Data, int? Samples, string? Recipe) : Subject
{
    /// <summary>The name of the network that needs no file.</summary>
    public const string BuiltIn = "builtin";
}

/// <summary>A firmware image.</summary>
/// <param name="Image">Its file.</param>
/// <param name="At">Where the bytes of a raw image go; null for the start of the board's code memory.</param>
/// <param name="Arguments">The program's arguments.</param>
/// <param name="Files">The folder that it may open files in, or null.</param>
/// <param name="Limits">When it is stopped.</param>
/// <param name="Endless">Whether it never ends by itself, so that reaching the limit is no error.</param>
public sealed record FirmwareSubject(string Image, uint? At, ImmutableArray<string> Arguments, string? Files, RunLimits Limits, bool Endless) : Subject;
