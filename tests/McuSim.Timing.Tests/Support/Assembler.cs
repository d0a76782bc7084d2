using System.Diagnostics;
using System.Text;

namespace McuSim.Tests.Timing;

/// <summary>Assembles Thumb-2 code with arm-none-eabi-gcc; skips the running test where that is not installed.</summary>
internal static class Assembler
{
    private static readonly Dictionary<string, byte[]> s_done = [];
    private static readonly Lock s_lock = new();
    private static bool? s_installed;

    /// <summary>Assembles one program; statements are separated by semicolons or line ends.</summary>
    public static byte[] Assemble(string source) => Assemble([source])[source];

    /// <summary>Assembles many programs in one call of the compiler.</summary>
    public static IReadOnlyDictionary<string, byte[]> Assemble(IReadOnlyCollection<string> sources)
    {
        lock (s_lock)
        {
            string[] missing = [.. sources.Where(s => !s_done.ContainsKey(s)).Distinct()];
            if (missing.Length > 0)
            {
                s_installed ??= IsInstalled();
                Assert.SkipUnless(s_installed.Value, "needs arm-none-eabi-gcc, which is not installed");
                foreach ((string source, byte[] bytes) in missing.Zip(Run(missing))) s_done.Add(source, bytes);
            }

            return s_done;
        }
    }

    /// <summary>What a tool of the toolchain prints.</summary>
    public static string Output(string tool, params string[] arguments)
    {
        s_installed ??= IsInstalled();
        Assert.SkipUnless(s_installed.Value, "needs arm-none-eabi-gcc, which is not installed");
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static List<byte[]> Run(string[] sources)
    {
        var text = new StringBuilder(".syntax unified\n.thumb\n.cpu cortex-m7\n.fpu fpv5-d16\n.text\nbase:\n");
        for (int i = 0; i < sources.Length; i++) text.Append(FormattableString.Invariant($".word start{i} - base, end{i} - base\n"));
        for (int i = 0; i < sources.Length; i++)
            text.Append(FormattableString.Invariant($".balign 8\nstart{i}:\n{sources[i].Replace(';', '\n')}\nend{i}:\n"));
        string folder = Directory.CreateTempSubdirectory("mcusim-asm").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.s"), text.ToString());
            Execute("arm-none-eabi-gcc", folder, "-c", "-mcpu=cortex-m7", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv5-d16", "a.s", "-o", "a.o");
            Execute("arm-none-eabi-objcopy", folder, "-O", "binary", "-j", ".text", "a.o", "a.bin");
            byte[] image = File.ReadAllBytes(Path.Combine(folder, "a.bin"));
            return
            [
                .. Enumerable.Range(0, sources.Length)
                    .Select(i => image[BitConverter.ToInt32(image, 8 * i)..BitConverter.ToInt32(image, 8 * i + 4)]),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Execute(string tool, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool}: {errors}");
    }

    private static bool IsInstalled()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("arm-none-eabi-gcc", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
