using McuSim.Codegen;
using McuSim.Common;

namespace McuSim.Gate;

/// <summary>Traces of earlier runs by <see cref="CaseKey"/>, in the folder where built firmware is kept too.</summary>
internal static class CaseCache
{
    /// <summary>The trace of an earlier run, or null. A damaged file counts as none.</summary>
    public static Trace? Find(string key)
    {
        string path = PathOf(key);
        if (!File.Exists(path)) return null;
        try
        {
            return TraceReader.ReadFile(path);
        }
        catch (McuSimException)
        {
            return null;
        }
    }

    /// <summary>Keeps a trace.</summary>
    public static void Keep(string key, Trace trace) => BuildCache.WriteAtomically(PathOf(key), TraceText.Write(trace));

    /// <summary>Where the whole report of a run is kept.</summary>
    public static string ReportPath(string key) => Path.ChangeExtension(PathOf(key), ".json");

    private static string PathOf(string key) => Path.Combine(BuildCache.Root, "checks", key[..2], key[2..40] + ".txt");
}
