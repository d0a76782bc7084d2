namespace McuSim.Gate;

/// <summary>The facts of a trace, and what they are called in sentences.</summary>
public static class FactNames
{
    /// <summary>The program that measured, with its version.</summary>
    public const string Tool = "tool";

    /// <summary>The network's own name.</summary>
    public const string Model = "model";

    /// <summary>The hash of the model file.</summary>
    public const string ModelHash = "model.sha256";

    /// <summary>The firmware image's name.</summary>
    public const string Image = "image";

    /// <summary>The hash of the firmware image that was given.</summary>
    public const string ImageHash = "image.sha256";

    /// <summary>The board's core and clock.</summary>
    public const string Core = "core";

    /// <summary>The hash of the board file.</summary>
    public const string BoardHash = "board.sha256";

    /// <summary>What the generator favoured.</summary>
    public const string Goal = "optimize";

    /// <summary>Whether channels that nothing depends on were left out.</summary>
    public const string Pruned = "dead-channels";

    /// <summary>The compiler.</summary>
    public const string Compiler = "compiler";

    /// <summary>Its options.</summary>
    public const string Flags = "flags";

    /// <summary>The hash of the firmware that was generated.</summary>
    public const string FirmwareHash = "firmware.sha256";

    /// <summary>The checksum of what the network computed.</summary>
    public const string Output = "output.crc32";

    /// <summary>How many inputs an evaluation covered.</summary>
    public const string Samples = "samples";

    /// <summary>How a firmware run ended.</summary>
    public const string Ending = "ending";

    /// <summary>Why the network does not fit the board.</summary>
    public const string Misfit = "misfit";

    /// <summary>A fact as part of a sentence: <c>the model file</c>.</summary>
    public static string Describe(string name) => name switch
    {
        Tool => "mcusim",
        ModelHash => "the model file",
        ImageHash => "the firmware image",
        BoardHash => "the board file",
        Core => "the core or its clock",
        Goal => "optimize",
        Pruned => "the treatment of dead channels",
        Compiler => "the compiler",
        Flags => "the compiler's flags",
        FirmwareHash => "the generated firmware",
        Output => "the network's output",
        Samples => "the number of inputs",
        Ending => "the firmware's ending",
        _ => name,
    };
}
