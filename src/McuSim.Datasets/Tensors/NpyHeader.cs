using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using McuSim.Common;

namespace McuSim.Datasets.Tensors;

/// <summary>The beginning of NumPy's array files (numpy.lib.format, versions 1 to 3).</summary>
internal static partial class NpyHeader
{
    private const int PreambleBytes = 10, MaxBytes = 1 << 20;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">Its content from the first byte on.</param>
    /// <returns>The type of the elements, the dimensions, and where the elements begin.</returns>
    /// <exception cref="BrokenInputException">It is no such file.</exception>
    public static (string Type, ImmutableArray<int> Shape, int Start) Read(string path, Stream file)
    {
        McuSimException Bad() => new BrokenInputException($"{path} is not a sound NumPy array file in C order of elements of type |i1, |u1, <i2, <i4, <i8, <f4 or <f8.");
        var preamble = new byte[PreambleBytes + 2];
        if (file.ReadAtLeast(preamble, preamble.Length, throwOnEndOfStream: false) < preamble.Length || preamble[0] != 0x93 || !preamble.AsSpan(1).StartsWith("NUMPY"u8))
            throw Bad();
        bool wide = preamble[6] > 1;
        long length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(preamble.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(preamble.AsSpan(8));
        int first = wide ? PreambleBytes + 2 : PreambleBytes;
        if (preamble[6] is < 1 or > 3 || length > Math.Min(MaxBytes, file.Length - first))
            throw Bad();
        var text = new byte[length];
        file.Position = first;
        file.ReadExactly(text);
        Match match = Dictionary().Match(Encoding.UTF8.GetString(text));
        if (!match.Success)
            throw Bad();
        var shape = ImmutableArray.CreateBuilder<int>();
        long count = 1;
        foreach (string dimension in match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n <= 0 || (count *= n) > int.MaxValue)
                throw Bad();
            shape.Add(n);
        }

        return (match.Groups["type"].Value, shape.ToImmutable(), first + (int)length);
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<type>\|i1|\|u1|<i2|<i4|<i8|<f4|<f8)',\s*'fortran_order':\s*False,\s*'shape':\s*\((?<shape>[\d,\s]*)\),?\s*\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
