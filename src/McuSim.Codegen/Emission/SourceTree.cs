using System.Text;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The generated files of one network, before any compiler sees them.</summary>
internal static class SourceTree
{
    /// <summary>Every file by its path with slashes, sorted: generated sources, and the kernels they include.</summary>
    public static SortedDictionary<string, byte[]> Of(PlannedNetwork network, Model model)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        void Add(string path, string text) => files.Add(path, Encoding.UTF8.GetBytes(text));
        Add("model.h", ModelHeaderEmitter.Emit(network, model));
        Add("model.c", ModelSourceEmitter.Emit(network));
        var emitter = new LayerEmitter(network);
        foreach (Layer layer in network.Plan.Layers) Add($"layers/{layer.Name}.c", emitter.Emit(layer.Position));
        foreach (SharedFunction function in SharedFunction.ByLayer(network).Values.Distinct()) Add($"layers/{function.Name}.c", function.Emit());
        var streams = new StreamEmitter(network);
        foreach (Unit unit in network.Units.Where(u => u.Stream is not null)) Add($"streams/{unit.Name(network.Schedule)}.c", streams.Emit(unit));
        if (network.Stage < EngineStage.Generated)
        {
            foreach (KernelCall call in network.Calls.DistinctBy(c => c.Function)) Add($"shared/{call.Function}.c", SharedKernel(call));
        }

        Add("plan.txt", PlanText.Format(network.Plan));
        Add("plan.json", PlanJson.Format(network.Plan));
        foreach (string path in FirmwareSources.Paths.Where(p => p.StartsWith("kernels/", StringComparison.Ordinal)))
            files.Add(path, FirmwareSources.Read(path));
        return files;
    }

    /// <summary>A kernel as a function of its own, which takes every number at run time and serves all layers.</summary>
    private static string SharedKernel(KernelCall call)
    {
        var writer = new CWriter();
        writer.Line($"#include \"../kernels/{call.Header}\"").Line().Line($"void {LayerEmitter.Shared(call)}(const struct {call.Structure} *layer);").Line();
        writer.Line($"void {LayerEmitter.Shared(call)}(const struct {call.Structure} *layer)").Block("{", () => writer.Line($"{call.Function}(*layer);"), "}");
        return writer.ToString();
    }

    /// <summary>Writes files under a folder.</summary>
    public static void Write(string folder, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        foreach ((string path, byte[] content) in files)
        {
            string full = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, content);
        }
    }
}
