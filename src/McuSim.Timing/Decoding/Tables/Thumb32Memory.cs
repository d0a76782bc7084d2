using static McuSim.Timing.Decoding.EncodingOptions;
using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Decoding.Tables;

/// <summary>Loads, stores and table branches in 32 bits: Arm DDI 0403E, sections A5.3.5 to A5.3.10.</summary>
internal static class Thumb32Memory
{
    /// <summary>Earlier rows go first where several match.</summary>
    public static readonly Encoding[] Rows =
    [
        // A5.3.5: multiple
        new("STM", "1110 1000 10w0 nnnn rrrr rrrr rrrr rrrr", StoreMultiple, "= [n $list", Words | List),
        new("LDM", "1110 1000 10w1 nnnn rrrr rrrr rrrr rrrr", LoadMultiple, "list = [n", Words | List),
        new("STMDB", "1110 1001 00w0 nnnn rrrr rrrr rrrr rrrr", StoreMultiple, "= [n $list", Words | List),
        new("LDMDB", "1110 1001 00w1 nnnn rrrr rrrr rrrr rrrr", LoadMultiple, "list = [n", Words | List),

        // A5.3.6: exclusive, table branches, acquire and release (Armv8-M), two words
        new("STREX", "1110 1000 0100 nnnn tttt dddd iiii iiii", StoreExclusive, "d = [n $t", Words),
        new("LDREX", "1110 1000 0101 nnnn tttt 1111 iiii iiii", LoadExclusive, "t = [n", Words),
        new("STREXB", "1110 1000 1100 nnnn tttt 1111 0100 dddd", StoreExclusive, "d = [n $t", Bytes),
        new("STREXH", "1110 1000 1100 nnnn tttt 1111 0101 dddd", StoreExclusive, "d = [n $t", Halves),
        new("TBB", "1110 1000 1101 nnnn 1111 0000 0000 mmmm", TableBranch, "pc = [n [m", Bytes | Indirect | RegisterOffset),
        new("TBH", "1110 1000 1101 nnnn 1111 0000 0001 mmmm", TableBranch, "pc = [n [m", Halves | Indirect | RegisterOffset),
        new("LDREXB", "1110 1000 1101 nnnn tttt 1111 0100 1111", LoadExclusive, "t = [n", Bytes),
        new("LDREXH", "1110 1000 1101 nnnn tttt 1111 0101 1111", LoadExclusive, "t = [n", Halves),
        new("STLB", "1110 1000 1100 nnnn tttt 1111 1000 1111", Store, "= [n $t", Bytes),
        new("STLH", "1110 1000 1100 nnnn tttt 1111 1001 1111", Store, "= [n $t", Halves),
        new("STL", "1110 1000 1100 nnnn tttt 1111 1010 1111", Store, "= [n $t", Words),
        new("LDAB", "1110 1000 1101 nnnn tttt 1111 1000 1111", Load, "t = [n", Bytes),
        new("LDAH", "1110 1000 1101 nnnn tttt 1111 1001 1111", Load, "t = [n", Halves),
        new("LDA", "1110 1000 1101 nnnn tttt 1111 1010 1111", Load, "t = [n", Words),
        new("STRD", "1110 1000 u110 nnnn tttt hhhh iiii iiii", StoreDual, "n = [n $t $h", Dual | WritesBase),
        new("LDRD", "1110 1000 u111 nnnn tttt hhhh iiii iiii", LoadDual, "t h n = [n", Dual | WritesBase),
        new("LDRD", "1110 1001 u101 1111 tttt hhhh iiii iiii", LoadDual, "t h = [pc", Dual | Literal),
        new("STRD", "1110 1001 u1w0 nnnn tttt hhhh iiii iiii", StoreDual, "= [n $t $h", Dual),
        new("LDRD", "1110 1001 u1w1 nnnn tttt hhhh iiii iiii", LoadDual, "t h = [n", Dual),

        // A5.3.10: single stores
        new("STRB", "1111 1000 0000 nnnn tttt 0000 00ii mmmm", Store, "= [n [m $t", Bytes | RegisterOffset),
        new("STRB", "1111 1000 0000 nnnn tttt 1puw iiii iiii", Store, "= [n $t", Bytes),
        new("STRH", "1111 1000 0010 nnnn tttt 0000 00ii mmmm", Store, "= [n [m $t", Halves | RegisterOffset),
        new("STRH", "1111 1000 0010 nnnn tttt 1puw iiii iiii", Store, "= [n $t", Halves),
        new("STR", "1111 1000 0100 nnnn tttt 0000 00ii mmmm", Store, "= [n [m $t", Words | RegisterOffset),
        new("STR", "1111 1000 0100 nnnn tttt 1puw iiii iiii", Store, "= [n $t", Words),
        new("STRB", "1111 1000 1000 nnnn tttt iiii iiii iiii", Store, "= [n $t", Bytes),
        new("STRH", "1111 1000 1010 nnnn tttt iiii iiii iiii", Store, "= [n $t", Halves),
        new("STR", "1111 1000 1100 nnnn tttt iiii iiii iiii", Store, "= [n $t", Words),

        // A5.3.9, A5.3.8: bytes and half-words, with the preload hints where the destination would be the PC
        new("PLD", "1111 1000 h001 nnnn 1111 iiii iiii iiii", Preload, "= [n"),
        new("PLD", "1111 1000 h011 nnnn 1111 iiii iiii iiii", Preload, "= [n"),
        new("PLI", "1111 1001 h001 nnnn 1111 iiii iiii iiii", Preload, "= [n"),
        new("PLI", "1111 1001 h011 nnnn 1111 iiii iiii iiii", Preload, "= [n"),
        new("LDRB", "1111 1000 u001 1111 tttt iiii iiii iiii", Load, "t = [pc", Bytes | Literal),
        new("LDRH", "1111 1000 u011 1111 tttt iiii iiii iiii", Load, "t = [pc", Halves | Literal),
        new("LDRSB", "1111 1001 u001 1111 tttt iiii iiii iiii", Load, "t = [pc", Bytes | Literal),
        new("LDRSH", "1111 1001 u011 1111 tttt iiii iiii iiii", Load, "t = [pc", Halves | Literal),
        new("LDRB", "1111 1000 1001 nnnn tttt iiii iiii iiii", Load, "t = [n", Bytes),
        new("LDRH", "1111 1000 1011 nnnn tttt iiii iiii iiii", Load, "t = [n", Halves),
        new("LDRSB", "1111 1001 1001 nnnn tttt iiii iiii iiii", Load, "t = [n", Bytes),
        new("LDRSH", "1111 1001 1011 nnnn tttt iiii iiii iiii", Load, "t = [n", Halves),
        new("LDRB", "1111 1000 0001 nnnn tttt 0000 00ii mmmm", Load, "t = [n [m", Bytes | RegisterOffset),
        new("LDRH", "1111 1000 0011 nnnn tttt 0000 00ii mmmm", Load, "t = [n [m", Halves | RegisterOffset),
        new("LDRSB", "1111 1001 0001 nnnn tttt 0000 00ii mmmm", Load, "t = [n [m", Bytes | RegisterOffset),
        new("LDRSH", "1111 1001 0011 nnnn tttt 0000 00ii mmmm", Load, "t = [n [m", Halves | RegisterOffset),
        new("LDRB", "1111 1000 0001 nnnn tttt 1puw iiii iiii", Load, "t = [n", Bytes),
        new("LDRH", "1111 1000 0011 nnnn tttt 1puw iiii iiii", Load, "t = [n", Halves),
        new("LDRSB", "1111 1001 0001 nnnn tttt 1puw iiii iiii", Load, "t = [n", Bytes),
        new("LDRSH", "1111 1001 0011 nnnn tttt 1puw iiii iiii", Load, "t = [n", Halves),

        // A5.3.7: words
        new("LDR", "1111 1000 u101 1111 tttt iiii iiii iiii", Load, "t = [pc", Words | Literal),
        new("LDR", "1111 1000 1101 nnnn tttt iiii iiii iiii", Load, "t = [n", Words),
        new("LDR", "1111 1000 0101 nnnn tttt 0000 00ii mmmm", Load, "t = [n [m", Words | RegisterOffset),
        new("LDR", "1111 1000 0101 nnnn tttt 1puw iiii iiii", Load, "t = [n", Words),
    ];
}
