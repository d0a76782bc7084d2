using static McuSim.Timing.Decoding.EncodingOptions;
using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Decoding.Tables;

/// <summary>The 16-bit encodings: Arm DDI 0403E, section A5.2.</summary>
internal static class Thumb16
{
    /// <summary>Earlier rows go first where several match.</summary>
    public static readonly Encoding[] Rows =
    [
        // A5.2.1: shift by constant, add, subtract, move, compare
        new("MOV", "00000 00000 mmm ddd", Alu, "d = m", FlagsOutsideIt),
        new("LSL", "00000 iiiii mmm ddd", Shift, "d = m", FlagsOutsideIt),
        new("LSR", "00001 iiiii mmm ddd", Shift, "d = m", FlagsOutsideIt),
        new("ASR", "00010 iiiii mmm ddd", Shift, "d = m", FlagsOutsideIt),
        new("ADD", "0001100 mmm nnn ddd", Alu, "d = n m", FlagsOutsideIt),
        new("SUB", "0001101 mmm nnn ddd", Alu, "d = n m", FlagsOutsideIt),
        new("ADD", "0001110 iii nnn ddd", Alu, "d = n", FlagsOutsideIt | Constant),
        new("SUB", "0001111 iii nnn ddd", Alu, "d = n", FlagsOutsideIt | Constant),
        new("MOV", "00100 ddd iiiiiiii", Alu, "d =", FlagsOutsideIt | Constant),
        new("CMP", "00101 nnn iiiiiiii", Alu, "f = n", Constant),
        new("ADD", "00110 ddd iiiiiiii", Alu, "d = d", FlagsOutsideIt | Constant),
        new("SUB", "00111 ddd iiiiiiii", Alu, "d = d", FlagsOutsideIt | Constant),

        // A5.2.2: data processing
        new("AND", "010000 0000 mmm ddd", Alu, "d = d m", FlagsOutsideIt),
        new("EOR", "010000 0001 mmm ddd", Alu, "d = d m", FlagsOutsideIt),
        new("LSL", "010000 0010 mmm ddd", Shift, "d = d m", FlagsOutsideIt),
        new("LSR", "010000 0011 mmm ddd", Shift, "d = d m", FlagsOutsideIt),
        new("ASR", "010000 0100 mmm ddd", Shift, "d = d m", FlagsOutsideIt),
        new("ADC", "010000 0101 mmm ddd", Alu, "d = d m f", FlagsOutsideIt),
        new("SBC", "010000 0110 mmm ddd", Alu, "d = d m f", FlagsOutsideIt),
        new("ROR", "010000 0111 mmm ddd", Shift, "d = d m", FlagsOutsideIt),
        new("TST", "010000 1000 mmm nnn", Alu, "f = n m"),
        new("RSB", "010000 1001 nnn ddd", Alu, "d = n", FlagsOutsideIt | Constant),
        new("CMP", "010000 1010 mmm nnn", Alu, "f = n m"),
        new("CMN", "010000 1011 mmm nnn", Alu, "f = n m"),
        new("ORR", "010000 1100 mmm ddd", Alu, "d = d m", FlagsOutsideIt),
        new("MUL", "010000 1101 nnn ddd", Multiply, "d = *n *d", FlagsOutsideIt),
        new("BIC", "010000 1110 mmm ddd", Alu, "d = d m", FlagsOutsideIt),
        new("MVN", "010000 1111 mmm ddd", Alu, "d = m", FlagsOutsideIt),

        // A5.2.3: high registers and branches to registers
        new("ADD", "01000100 D mmmm ddd", Alu, "Hd = Hd m"),
        new("CMP", "01000101 N mmmm nnn", Alu, "f = Hn m"),
        new("MOV", "01000110 D mmmm ddd", Alu, "Hd = m"),
        new("BX", "01000111 0 mmmm xxx", Branch, "pc = m", Indirect),
        new("BLX", "01000111 1 mmmm xxx", Branch, "pc lr = m", IndirectCall),

        // A5.2.4: loads and stores
        new("LDR", "01001 ttt iiiiiiii", Load, "t = [pc", Words | Literal),
        new("STR", "0101000 mmm nnn ttt", Store, "= [n [m $t", Words | RegisterOffset),
        new("STRH", "0101001 mmm nnn ttt", Store, "= [n [m $t", Halves | RegisterOffset),
        new("STRB", "0101010 mmm nnn ttt", Store, "= [n [m $t", Bytes | RegisterOffset),
        new("LDRSB", "0101011 mmm nnn ttt", Load, "t = [n [m", Bytes | RegisterOffset),
        new("LDR", "0101100 mmm nnn ttt", Load, "t = [n [m", Words | RegisterOffset),
        new("LDRH", "0101101 mmm nnn ttt", Load, "t = [n [m", Halves | RegisterOffset),
        new("LDRB", "0101110 mmm nnn ttt", Load, "t = [n [m", Bytes | RegisterOffset),
        new("LDRSH", "0101111 mmm nnn ttt", Load, "t = [n [m", Halves | RegisterOffset),
        new("STR", "01100 iiiii nnn ttt", Store, "= [n $t", Words),
        new("LDR", "01101 iiiii nnn ttt", Load, "t = [n", Words),
        new("STRB", "01110 iiiii nnn ttt", Store, "= [n $t", Bytes),
        new("LDRB", "01111 iiiii nnn ttt", Load, "t = [n", Bytes),
        new("STRH", "10000 iiiii nnn ttt", Store, "= [n $t", Halves),
        new("LDRH", "10001 iiiii nnn ttt", Load, "t = [n", Halves),
        new("STR", "10010 ttt iiiiiiii", Store, "= [sp $t", Words),
        new("LDR", "10011 ttt iiiiiiii", Load, "t = [sp", Words),

        // A5.2: addresses
        new("ADR", "10100 ddd iiiiiiii", Alu, "d = pc", Constant),
        new("ADD", "10101 ddd iiiiiiii", Alu, "d = sp", Constant),

        // A5.2.5: miscellaneous
        new("ADD", "1011 0000 0 iiiiiii", Alu, "sp = sp", Constant),
        new("SUB", "1011 0000 1 iiiiiii", Alu, "sp = sp", Constant),
        new("CBZ", "1011 00i1 iiiii nnn", Branch, "pc = n", Direct | Conditional),
        new("CBNZ", "1011 10i1 iiiii nnn", Branch, "pc = n", Direct | Conditional),
        new("SXTH", "1011 0010 00 mmm ddd", Extend, "d = m"),
        new("SXTB", "1011 0010 01 mmm ddd", Extend, "d = m"),
        new("UXTH", "1011 0010 10 mmm ddd", Extend, "d = m"),
        new("UXTB", "1011 0010 11 mmm ddd", Extend, "d = m"),
        new("PUSH", "1011 010M rrrrrrrr", StoreMultiple, "sp = [sp $list", Words | List | WritesBase),
        new("CPS", "1011 0110 011i 0iii", SystemControl, "="),
        new("REV", "1011 1010 00 mmm ddd", Reverse, "d = m"),
        new("REV16", "1011 1010 01 mmm ddd", Reverse, "d = m"),
        new("REVSH", "1011 1010 11 mmm ddd", Reverse, "d = m"),
        new("POP", "1011 110P rrrrrrrr", LoadMultiple, "sp list = [sp", Words | List | WritesBase),
        new("BKPT", "1011 1110 iiiiiiii", SystemControl, "="),
        new("NOP", "1011 1111 0000 0000", Nop, "="),
        new("YIELD", "1011 1111 0001 0000", Nop, "="),
        new("WFE", "1011 1111 0010 0000", Sleep, "="),
        new("WFI", "1011 1111 0011 0000", Sleep, "="),
        new("SEV", "1011 1111 0100 0000", Nop, "="),
        new("NOP", "1011 1111 iiii 0000", Nop, "="),
        new("IT", "1011 1111 cccc mmmm", IfThen, "="),

        // A5.2: multiple loads and stores, branches
        new("STM", "11000 nnn rrrrrrrr", StoreMultiple, "n = [n $list", Words | List | WritesBase),
        new("LDM", "11001 nnn rrrrrrrr", LoadMultiple, "list = [n", Words | List | WritesBase),
        new("UDF", "1101 1110 iiiiiiii", SystemControl, "="),
        new("SVC", "1101 1111 iiiiiiii", SystemControl, "="),
        new("B", "1101 cccc iiiiiiii", Branch, "pc = f", Direct | Conditional),
        new("B", "11100 iiiiiiiiiii", Branch, "pc =", Direct),
    ];
}
