using static McuSim.Timing.Decoding.EncodingOptions;
using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Decoding.Tables;

/// <summary>Floating point (FPv4-SP, FPv5): Arm DDI 0403E, sections A6.4 to A6.7. Field z chooses double precision.</summary>
internal static class Vfp
{
    /// <summary>Earlier rows go first where several match.</summary>
    public static readonly Encoding[] Rows =
    [
        // A6.7: two core registers
        new("VMOV", "1110 1100 0100 hhhh tttt 1010 00M1 mmmm", FloatMoveDual, "Tm = t h"),
        new("VMOV", "1110 1100 0101 hhhh tttt 1010 00M1 mmmm", FloatMoveDual, "t h = Tm"),
        new("VMOV", "1110 1100 0100 hhhh tttt 1011 00M1 mmmm", FloatMoveDual, "Dm = t h"),
        new("VMOV", "1110 1100 0101 hhhh tttt 1011 00M1 mmmm", FloatMoveDual, "t h = Dm"),

        // A6.5: loads and stores
        new("VSTR", "1110 1101 uD00 nnnn dddd 101z iiii iiii", FloatStore, "= [n $Vd", Words),
        new("VLDR", "1110 1101 uD01 1111 dddd 101z iiii iiii", FloatLoad, "Vd = [pc", Words | Literal),
        new("VLDR", "1110 1101 uD01 nnnn dddd 101z iiii iiii", FloatLoad, "Vd = [n", Words),
        new("VSTM", "1110 1100 1D00 nnnn dddd 101z iiii iiii", FloatStoreMultiple, "= [n $flist", Words | List),
        new("VLDM", "1110 1100 1D01 nnnn dddd 101z iiii iiii", FloatLoadMultiple, "flist = [n", Words | List),
        new("VSTM", "1110 1100 1D10 nnnn dddd 101z iiii iiii", FloatStoreMultiple, "n = [n $flist", Words | List | WritesBase),
        new("VLDM", "1110 1100 1D11 nnnn dddd 101z iiii iiii", FloatLoadMultiple, "n flist = [n", Words | List | WritesBase),
        new("VSTMDB", "1110 1101 0D10 nnnn dddd 101z iiii iiii", FloatStoreMultiple, "n = [n $flist", Words | List | WritesBase),
        new("VLDMDB", "1110 1101 0D11 nnnn dddd 101z iiii iiii", FloatLoadMultiple, "n flist = [n", Words | List | WritesBase),

        // A6.6: one core register
        new("VMOV", "1110 1110 0000 nnnn tttt 1010 N001 0000", FloatMove, "Sn = t"),
        new("VMOV", "1110 1110 0001 nnnn tttt 1010 N001 0000", FloatMove, "t = Sn"),
        new("VMOV", "1110 1110 00x0 nnnn tttt 1011 N001 0000", FloatMove, "Dn = Dn t"),
        new("VMOV", "1110 1110 00x1 nnnn tttt 1011 N001 0000", FloatMove, "t = Dn"),
        new("VMRS", "1110 1110 1111 0001 1111 1010 0001 0000", FloatSystem, "f = v"),
        new("VMRS", "1110 1110 1111 rrrr tttt 1010 0001 0000", FloatSystem, "t = v"),
        new("VMSR", "1110 1110 1110 rrrr tttt 1010 0001 0000", FloatSystem, "v = t"),

        // A6.4: data processing
        new("VMLA", "1110 1110 0D00 nnnn dddd 101z N0M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VMLS", "1110 1110 0D00 nnnn dddd 101z N1M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VNMLS", "1110 1110 0D01 nnnn dddd 101z N0M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VNMLA", "1110 1110 0D01 nnnn dddd 101z N1M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VMUL", "1110 1110 0D10 nnnn dddd 101z N0M0 mmmm", FloatMultiply, "Vd = *Vn *Vm"),
        new("VNMUL", "1110 1110 0D10 nnnn dddd 101z N1M0 mmmm", FloatMultiply, "Vd = *Vn *Vm"),
        new("VADD", "1110 1110 0D11 nnnn dddd 101z N0M0 mmmm", FloatAlu, "Vd = Vn Vm"),
        new("VSUB", "1110 1110 0D11 nnnn dddd 101z N1M0 mmmm", FloatAlu, "Vd = Vn Vm"),
        new("VDIV", "1110 1110 1D00 nnnn dddd 101z N0M0 mmmm", FloatDivide, "Vd = Vn Vm"),
        new("VFNMS", "1110 1110 1D01 nnnn dddd 101z N0M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VFNMA", "1110 1110 1D01 nnnn dddd 101z N1M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VFMA", "1110 1110 1D10 nnnn dddd 101z N0M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VFMS", "1110 1110 1D10 nnnn dddd 101z N1M0 mmmm", FloatMultiplyAdd, "Vd = *Vn *Vm +Vd"),
        new("VMOV", "1110 1110 1D11 iiii dddd 101z x0x0 iiii", FloatAlu, "Vd ="),
        new("VMOV", "1110 1110 1D11 0000 dddd 101z 01M0 mmmm", FloatAlu, "Vd = Vm"),
        new("VABS", "1110 1110 1D11 0000 dddd 101z 11M0 mmmm", FloatAlu, "Vd = Vm"),
        new("VNEG", "1110 1110 1D11 0001 dddd 101z 01M0 mmmm", FloatAlu, "Vd = Vm"),
        new("VSQRT", "1110 1110 1D11 0001 dddd 101z 11M0 mmmm", FloatSquareRoot, "Vd = Vm"),
        new("VCVTB", "1110 1110 1D11 0010 dddd 1010 x1M0 mmmm", FloatAlu, "Sd = Sm"),
        new("VCVTB", "1110 1110 1D11 0010 dddd 1011 x1M0 mmmm", FloatAlu, "Dd = Sm"),
        new("VCVTB", "1110 1110 1D11 0011 dddd 1010 x1M0 mmmm", FloatAlu, "Sd = Sm Sd"),
        new("VCVTB", "1110 1110 1D11 0011 dddd 1011 x1M0 mmmm", FloatAlu, "Sd = Dm Sd"),
        new("VCMP", "1110 1110 1D11 0100 dddd 101z x1M0 mmmm", FloatAlu, "v = Vd Vm"),
        new("VCMP", "1110 1110 1D11 0101 dddd 101z x1x0 xxxx", FloatAlu, "v = Vd"),
        new("VRINT", "1110 1110 1D11 0110 dddd 101z x1M0 mmmm", FloatAlu, "Vd = Vm"),
        new("VRINTX", "1110 1110 1D11 0111 dddd 101z 01M0 mmmm", FloatAlu, "Vd = Vm"),
        new("VCVT", "1110 1110 1D11 0111 dddd 1010 11M0 mmmm", FloatAlu, "Dd = Sm"),
        new("VCVT", "1110 1110 1D11 0111 dddd 1011 11M0 mmmm", FloatAlu, "Sd = Dm"),
        new("VCVT", "1110 1110 1D11 1000 dddd 101z x1M0 mmmm", FloatAlu, "Vd = Sm"),
        new("VCVT", "1110 1110 1D11 110x dddd 101z x1M0 mmmm", FloatAlu, "Sd = Vm"),
        new("VCVT", "1110 1110 1D11 1x1x dddd 101z x1i0 iiii", FloatAlu, "Vd = Vd"),

        // FPv5: selection, minimum, maximum, directed rounding
        new("VSEL", "1111 1110 0Dcc nnnn dddd 101z N0M0 mmmm", FloatAlu, "Vd = Vn Vm f"),
        new("VMAXNM", "1111 1110 1D00 nnnn dddd 101z N0M0 mmmm", FloatAlu, "Vd = Vn Vm"),
        new("VMINNM", "1111 1110 1D00 nnnn dddd 101z N1M0 mmmm", FloatAlu, "Vd = Vn Vm"),
        new("VRINTA", "1111 1110 1D11 10xx dddd 101z 01M0 mmmm", FloatAlu, "Vd = Vm"),
        new("VCVTA", "1111 1110 1D11 11xx dddd 101z x1M0 mmmm", FloatAlu, "Sd = Vm"),
    ];
}
