using System.Buffers.Binary;
using System.Security.Cryptography;

namespace McuSim.Models;

/// <summary>The hash of a network with a front end, by which builds are told apart.</summary>
internal static class AudioIdentity
{
    public static string Hash(string network, AudioTables tables, AudioArithmetic arithmetic)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(network));
        Add([
            (int)arithmetic, tables.Samples, tables.Step, tables.Transform, tables.Power, tables.Floor, (int)tables.Loudness, tables.TowardsZero ? 1 : 0,
            tables.Window.Length, .. tables.Window, .. tables.Cosines,
        ]);
        foreach (AudioBand band in tables.Bands) Add([band.FirstBin, .. band.Weights]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(ReadOnlySpan<double> numbers)
        {
            Span<byte> bytes = stackalloc byte[8];
            foreach (double number in numbers)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
                hash.AppendData(bytes);
            }
        }
    }
}
