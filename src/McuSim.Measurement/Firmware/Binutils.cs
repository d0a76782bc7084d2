using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace McuSim.Measurement;

/// <summary>Asks the cross toolchain's programs, where they are installed, about code: nothing of a report rests on them but lines to read.</summary>
internal static class Binutils
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>File and line of each address (DWARF), or null where they are not known.</summary>
    public static IReadOnlyDictionary<uint, string> SourceLines(string elfPath, IEnumerable<uint> addresses)
    {
        uint[] asked = [.. addresses.Distinct()];
        var lines = new Dictionary<uint, string>();
        if (asked.Length == 0) return lines;
        string[] answers = Run("arm-none-eabi-addr2line", ["-e", Path.GetFullPath(elfPath), .. asked.Select(Hex)]);
        if (answers.Length < asked.Length) return lines;
        for (int i = 0; i < asked.Length; i++)
        {
            string answer = answers[i].Split(" (discriminator", StringSplitOptions.None)[0].Trim();
            if (!answer.StartsWith('?') && !answer.EndsWith('?') && !answer.EndsWith(":0", StringComparison.Ordinal)) lines[asked[i]] = ShortPath(answer);
        }

        return lines;
    }

    /// <summary>Addresses at which the debug information begins a line, ascending; of functions that the linker left out too, at 0.</summary>
    public static uint[] LineAddresses(string elfPath)
    {
        var addresses = new SortedSet<uint>();
        foreach (string line in Run("arm-none-eabi-objdump", ["--dwarf=decodedline", Path.GetFullPath(elfPath)]))
        {
            // "app.c      12     0x8000120     1     x"; a name may hold spaces, and "-" for the line ends a sequence.
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int at = Array.FindLastIndex(words, w => w.StartsWith("0x", StringComparison.Ordinal));
            if (at >= 2 && words[at - 1] != "-" && uint.TryParse(words[at].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint address)) addresses.Add(address);
        }

        return [.. addresses];
    }

    /// <summary>Path, without <c>./</c> and <c>a/../</c>, and line of each address where they are known.</summary>
    public static IReadOnlyDictionary<uint, (string Path, int Line)> SourcePlaces(string elfPath, IEnumerable<uint> addresses)
    {
        uint[] asked = [.. addresses.Distinct()];
        var places = new Dictionary<uint, (string, int)>();
        if (asked.Length == 0) return places;
        string[] answers = Run("arm-none-eabi-addr2line", ["-e", Path.GetFullPath(elfPath)], string.Join('\n', asked.Select(Hex)) + "\n");
        for (int i = 0; i < Math.Min(asked.Length, answers.Length); i++)
        {
            string answer = answers[i].Split(" (discriminator", StringSplitOptions.None)[0].Trim();
            int colon = answer.LastIndexOf(':');
            if (colon > 0 && answer[0] != '?' && int.TryParse(answer.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line > 0)
                places[asked[i]] = (Plain(answer[..colon]), line);
        }

        return places;
    }

    /// <summary>The instructions of a piece of Thumb code, one a line; empty where the program is not installed.</summary>
    public static string[] Disassemble(uint address, byte[] code)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, code);
            string[] lines = Run("arm-none-eabi-objdump", ["-D", "-b", "binary", "-m", "arm", "-M", "force-thumb", "--adjust-vma", Hex(address), path]);
            return [.. lines.Select(Instruction).OfType<string>()];
        }
        finally
        {
            File.Delete(path);
        }
    }

    // " 8000100:\tb510      \tpush\t{r4, lr}" becomes "08000100  push {r4, lr}".
    private static string? Instruction(string line)
    {
        string[] columns = line.Split('\t');
        return columns.Length >= 3 && uint.TryParse(columns[0].Trim().TrimEnd(':'), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint address)
            ? $"{address.ToString("x8", CultureInfo.InvariantCulture)}  {string.Join(' ', columns[2..]).Trim()}"
            : null;
    }

    // The folders of the machine that built an image tell the reader nothing.
    private static string ShortPath(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Hex(uint address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");

    private static string Plain(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not (".." or "")) parts.RemoveAt(parts.Count - 1);
            else if (part != "." && (part.Length > 0 || parts.Count == 0)) parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static string[] Run(string program, string[] arguments, string? input = null)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null };
            start.Environment["LC_ALL"] = "C";
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (input is not null)
            {
                process.StandardInput.Write(input); // its answers are read meanwhile
                process.StandardInput.Close();
            }

            if (!output.Wait(Patience))
            {
                process.Kill();
                return [];
            }

            process.WaitForExit();
            return process.ExitCode == 0 ? output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return []; // not installed
        }
    }
}
