using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Decoding.Tables;

/// <summary>Multiplication and division: Arm DDI 0403E, sections A5.3.16 and A5.3.17.</summary>
internal static class Thumb32Multiply
{
    /// <summary>Earlier rows go first where several match.</summary>
    public static readonly Encoding[] Rows =
    [
        // A5.3.16: 32-bit results
        new("MUL", "1111 1011 0000 nnnn 1111 dddd 0000 mmmm", Multiply, "d = *n *m"),
        new("MLA", "1111 1011 0000 nnnn aaaa dddd 0000 mmmm", MultiplyAdd, "d = *n *m +a"),
        new("MLS", "1111 1011 0000 nnnn aaaa dddd 0001 mmmm", MultiplyAdd, "d = *n *m +a"),
        new("SMULxy", "1111 1011 0001 nnnn 1111 dddd 00xx mmmm", Multiply, "d = *n *m"),
        new("SMLAxy", "1111 1011 0001 nnnn aaaa dddd 00xx mmmm", MultiplyAdd, "d = *n *m +a"),
        new("SMUAD", "1111 1011 0010 nnnn 1111 dddd 000x mmmm", Multiply, "d = *n *m"),
        new("SMLAD", "1111 1011 0010 nnnn aaaa dddd 000x mmmm", MultiplyAdd, "d = *n *m +a"),
        new("SMULWy", "1111 1011 0011 nnnn 1111 dddd 000x mmmm", Multiply, "d = *n *m"),
        new("SMLAWy", "1111 1011 0011 nnnn aaaa dddd 000x mmmm", MultiplyAdd, "d = *n *m +a"),
        new("SMUSD", "1111 1011 0100 nnnn 1111 dddd 000x mmmm", Multiply, "d = *n *m"),
        new("SMLSD", "1111 1011 0100 nnnn aaaa dddd 000x mmmm", MultiplyAdd, "d = *n *m +a"),
        new("SMMUL", "1111 1011 0101 nnnn 1111 dddd 000x mmmm", Multiply, "d = *n *m"),
        new("SMMLA", "1111 1011 0101 nnnn aaaa dddd 000x mmmm", MultiplyAdd, "d = *n *m +a"),
        new("SMMLS", "1111 1011 0110 nnnn aaaa dddd 000x mmmm", MultiplyAdd, "d = *n *m +a"),
        new("USAD8", "1111 1011 0111 nnnn 1111 dddd 0000 mmmm", Multiply, "d = *n *m"),
        new("USADA8", "1111 1011 0111 nnnn aaaa dddd 0000 mmmm", MultiplyAdd, "d = *n *m +a"),

        // A5.3.17: 64-bit results and division
        new("SMULL", "1111 1011 1000 nnnn llll hhhh 0000 mmmm", MultiplyLong, "l h = *n *m"),
        new("SDIV", "1111 1011 1001 nnnn 1111 dddd 1111 mmmm", Divide, "d = *n *m"),
        new("UMULL", "1111 1011 1010 nnnn llll hhhh 0000 mmmm", MultiplyLong, "l h = *n *m"),
        new("UDIV", "1111 1011 1011 nnnn 1111 dddd 1111 mmmm", Divide, "d = *n *m"),
        new("SMLAL", "1111 1011 1100 nnnn llll hhhh 0000 mmmm", MultiplyAddLong, "l h = *n *m +l +h"),
        new("SMLALxy", "1111 1011 1100 nnnn llll hhhh 10xx mmmm", MultiplyAddLong, "l h = *n *m +l +h"),
        new("SMLALD", "1111 1011 1100 nnnn llll hhhh 110x mmmm", MultiplyAddLong, "l h = *n *m +l +h"),
        new("SMLSLD", "1111 1011 1101 nnnn llll hhhh 110x mmmm", MultiplyAddLong, "l h = *n *m +l +h"),
        new("UMLAL", "1111 1011 1110 nnnn llll hhhh 0000 mmmm", MultiplyAddLong, "l h = *n *m +l +h"),
        new("UMAAL", "1111 1011 1110 nnnn llll hhhh 0110 mmmm", MultiplyAddLong, "l h = *n *m +l +h"),
    ];
}
