using System.Reflection;
using System.Security.Cryptography;

namespace McuSim.Codegen;

/// <summary>The hand-written C under <c>firmware/</c>, which travels inside this assembly.</summary>
internal static class FirmwareSources
{
    private const string Prefix = "firmware/";
    private static readonly Lazy<string> Hash = new(ComputeHash);

    /// <summary>Paths under <c>firmware/</c>, sorted.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Lower-case hexadecimal SHA-256 over all paths and contents.</summary>
    public static string Sha256 => Hash.Value;

    /// <summary>The content of a source.</summary>
    public static byte[] Read(string path)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + path)
            ?? throw new FileNotFoundException($"The firmware source {path} is not part of McuSim.Codegen.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Paths)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path + "\0"));
            hash.AppendData(Read(path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
