using McuSim.Models;

namespace McuSim.Cli.Commands;

/// <summary>What a MODEL on the command line may be.</summary>
internal static class ModelArgument
{
    /// <summary>The help's sentence.</summary>
    public const string Description = "An int8 .tflite file, or a network of the zoo with random weights, such as 'zoo:mobilenet-v2?width=0.35&resolution=144' (see 'mcusim zoo').";

    /// <summary>Reads a file, builds a network of the zoo, or (without a name) takes the built-in network.</summary>
    public static Model Load(string? model) =>
        model is null ? BuiltInModels.KeywordSpotting : ModelZoo.IsZooName(model) ? ModelZoo.Build(model) : ModelReader.Read(model);
}
