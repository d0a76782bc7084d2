using System.Buffers.Binary;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Reads UF2 files: blocks of 512 bytes, each with up to 476 bytes and their address. Source: github.com/microsoft/uf2, README.</summary>
internal static class Uf2Reader
{
    private const int BlockSize = 512, Header = 32, MostData = 476;
    private const uint Magic0 = 0x0A32_4655, Magic1 = 0x9E5D_5157, MagicEnd = 0x0AB1_6F30;
    private const uint HasFamily = 0x2000, AnyAddress = 0xE48B_FF57, ErratumBlock = 0x10FF_FF00; // picotool puts this block before an RP2350's program: RP2350 datasheet, erratum E10
    private const uint NotMainFlash = 1, FileContainer = 0x1000;

    internal static bool IsUf2(ReadOnlySpan<byte> bytes) => bytes.Length >= 8 && Word(bytes, 0) == Magic0 && Word(bytes, 4) == Magic1;

    internal static FirmwareImage Parse(string path, ReadOnlySpan<byte> file)
    {
        if (file.Length == 0 || file.Length % BlockSize != 0)
            throw Bad(path, $"has {file.Length} bytes, which is no multiple of {BlockSize}: it is cut short");
        var runs = new HexRuns((block, problem) => Bad(path, $"has a block, number {block}, that {problem}"));
        int stored = 0;
        for (int number = 0; number < file.Length / BlockSize; number++)
        {
            ReadOnlySpan<byte> block = file.Slice(number * BlockSize, BlockSize);
            if (!IsUf2(block) || Word(block, BlockSize - 4) != MagicEnd)
                throw Bad(path, $"has no UF2 block at byte {number * BlockSize}");
            uint flags = Word(block, 8), address = Word(block, 12), size = Word(block, 16);
            if ((flags & (NotMainFlash | FileContainer)) != 0 || ((flags & HasFamily) != 0 && Word(block, 28) == AnyAddress && address == ErratumBlock))
                continue;
            if (size > MostData || address + (ulong)size > 1ul << 32)
                throw Bad(path, $"has a block of {size} bytes for 0x{address:X8} at byte {number * BlockSize}, which cannot be");
            runs.Add(address, block.Slice(Header, (int)size), number + 1);
            stored++;
        }

        return stored > 0 ? new FirmwareImage(path, runs.Segments(), [], 0, []) : throw McuSimException.BadInput($"{path} stores no bytes: it is no firmware image.");
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static McuSimException Bad(string path, FormattableString problem) =>
        McuSimException.BadInput($"{path} is not a usable UF2 file: it {problem.ToString(CultureInfo.InvariantCulture)}.");
}
