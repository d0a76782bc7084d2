using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>A program image ready to be loaded: segments with their load addresses, and what is known of its symbols.</summary>
/// <param name="Path">The file it came from.</param>
/// <param name="Segments">Loadable bytes, ascending by address.</param>
/// <param name="Symbols">Functions and objects, ascending by address; empty for a stripped image.</param>
/// <param name="EntryPoint">The ELF entry point, or 0.</param>
/// <param name="Sections">Sections that take memory, ascending by address; empty when the image has none.</param>
public sealed record FirmwareImage(
    string Path, ImmutableArray<Segment> Segments, ImmutableArray<Symbol> Symbols, uint EntryPoint, ImmutableArray<Section> Sections)
{
    /// <summary>The words that the image stores in a range of addresses, by their offset; bytes of a word that it does not store are erased.</summary>
    internal IReadOnlyDictionary<uint, uint> Words(uint start, uint size)
    {
        var words = new Dictionary<uint, uint>();
        foreach (Segment segment in Segments)
        {
            ReadOnlySpan<byte> data = segment.Data.Span;
            for (int i = 0; i < data.Length; i++)
            {
                uint offset = segment.LoadAddress + (uint)i - start;
                if (offset >= size) continue;
                int shift = (int)(offset & 3) * 8;
                words[offset & ~3u] = (words.GetValueOrDefault(offset & ~3u, uint.MaxValue) & ~(0xFFu << shift)) | ((uint)data[i] << shift);
            }
        }

        return words;
    }
}

/// <summary>Bytes of an image and where they go.</summary>
/// <param name="Address">Run-time address (p_vaddr).</param>
/// <param name="LoadAddress">Where the bytes are stored (p_paddr): flash for initialised data.</param>
/// <param name="Data">The bytes in the file.</param>
/// <param name="MemorySize">Bytes in memory; more than <paramref name="Data"/> when the rest is zero.</param>
public sealed record Segment(uint Address, uint LoadAddress, ReadOnlyMemory<byte> Data, uint MemorySize);

/// <summary>A named address.</summary>
/// <param name="Name">As in the symbol table.</param>
/// <param name="Address">Without the Thumb bit.</param>
/// <param name="Size">Bytes; 0 when unknown.</param>
/// <param name="Kind">Function, object or other.</param>
public sealed record Symbol(string Name, uint Address, uint Size, SymbolKind Kind);

/// <summary>What a symbol names.</summary>
public enum SymbolKind
{
    /// <summary>Neither of the others (linker symbols).</summary>
    Other,

    /// <summary>Code.</summary>
    Function,

    /// <summary>Data.</summary>
    Object,
}

/// <summary>An ELF section that takes memory.</summary>
/// <param name="Name">Such as .text.</param>
/// <param name="Address">Run-time address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Writable">SHF_WRITE.</param>
/// <param name="Executable">SHF_EXECINSTR.</param>
/// <param name="HasBits">False for .bss and its kin.</param>
public sealed record Section(string Name, uint Address, uint Size, bool Writable, bool Executable, bool HasBits);
