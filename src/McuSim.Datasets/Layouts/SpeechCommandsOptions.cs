using System.Collections.Immutable;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Datasets.Layouts;

/// <summary>The parts of Speech Commands.</summary>
public enum SpeechSplit
{
    /// <summary>The clips of testing_list.txt.</summary>
    Testing,

    /// <summary>The clips of validation_list.txt.</summary>
    Validation,

    /// <summary>All other clips.</summary>
    Training,

    /// <summary>Every clip.</summary>
    All,
}

/// <summary>Which clips of Speech Commands are taken, and as what.</summary>
public sealed record SpeechCommandsOptions
{
    /// <summary>The class of pieces of background noise.</summary>
    public const string Silence = "_silence_";

    /// <summary>The class of words that are not asked for.</summary>
    public const string Unknown = "_unknown_";

    /// <summary>The ten words of the usual task of 12 classes (P. Warden, "Speech Commands", arXiv:1804.03209, section 7).</summary>
    public static ImmutableArray<string> TenWords { get; } = ["yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"];

    /// <summary>The part.</summary>
    public SpeechSplit Split { get; init; }

    /// <summary>The words that are classes of their own; empty for every word there is.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Clips of other words, in hundredths of the number of clips of <see cref="Words"/>.</summary>
    public double UnknownPercent { get; init; }

    /// <summary>Pieces of background noise, in hundredths of the number of clips of <see cref="Words"/>.</summary>
    public double SilencePercent { get; init; }

    /// <summary>Chooses the clips of other words and the pieces of noise.</summary>
    public int Seed { get; init; }

    /// <summary>The 12 classes; 10 % each of other words and of noise, as in TensorFlow's speech_commands/input_data.py.</summary>
    public static SpeechCommandsOptions TwelveClasses { get; } = new() { Words = TenWords, UnknownPercent = 10, SilencePercent = 10 };

    /// <summary>What a network of a recipe, or of a number of outputs, is evaluated on: the recipe's classes; else 12 classes or all words.</summary>
    internal static SpeechCommandsOptions For(Recipe recipe, int? classes)
    {
        if (recipe.Classes.IsEmpty)
            return classes is null or 12 ? TwelveClasses : new SpeechCommandsOptions();
        ClassNames names = new(recipe.Name, recipe.Classes);
        string? silence = names.NameOf(names.IndexOf(Silence) ?? -1), unknown = names.NameOf(names.IndexOf(Unknown) ?? -1);
        return new SpeechCommandsOptions
        {
            Words = [.. recipe.Classes.Where(c => c != silence && c != unknown)],
            SilencePercent = silence is null ? 0 : TwelveClasses.SilencePercent,
            UnknownPercent = unknown is null ? 0 : TwelveClasses.UnknownPercent,
        };
    }
}
