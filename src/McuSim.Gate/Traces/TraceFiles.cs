using System.Security.Cryptography;
using System.Text;

using McuSim.Common;

namespace McuSim.Gate;

/// <summary>The folder of baselines: one file per name and board.</summary>
public static class TraceFiles
{
    /// <summary>The name of the file for a network or firmware on a board; names that no file can have get their hash in it.</summary>
    public static string NameOf(string name, string board) => $"{Safe(name)}.{Safe(board)}.txt";

    /// <summary>Writes a file so that it is there whole or as it was before.</summary>
    /// <exception cref="McuSimException">It cannot be written (exit code 2).</exception>
    public static void Write(string path, string text)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            File.Delete(temporary);
            throw McuSimException.BadInput($"{path} cannot be written: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    private static string Safe(string text)
    {
        const int Longest = 80;
        string safe = string.Concat(text.Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return safe == text ? safe : $"{safe}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }
}
