using System.Reflection;

namespace McuSim.Models;

/// <summary>Networks that travel inside the library.</summary>
public static class BuiltInModels
{
    private static readonly Lazy<Model> LazyKeywordSpotting = new(() => Load("keyword-spotting"));

    /// <summary>
    /// Keyword spotting: the DS-CNN of the MLPerf Tiny benchmark (Banbury et al., "MLPerf Tiny Benchmark", 2021), 49x10 MFCC (the recipe mlperf-kws) to ten
    /// words, silence and unknown; 2.7 million multiply-accumulates. Trained by this project; training/README.md says on what, and how well it does.
    /// </summary>
    public static Model KeywordSpotting => LazyKeywordSpotting.Value;

    private static Model Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"models/{name}.tflite")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ModelReader.Read(name, bytes);
    }
}
