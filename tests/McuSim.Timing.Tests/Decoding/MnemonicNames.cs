namespace McuSim.Tests.Timing.Decoding;

/// <summary>Compares the names in our tables with what disassemblers print.</summary>
internal static class MnemonicNames
{
    /// <summary>What disassemblers call some encodings.</summary>
    private static readonly Dictionary<string, string[]> s_also = new(StringComparer.Ordinal)
    {
        ["MOV"] = ["LSL", "NOP"],
        ["UDF"] = ["TRAP"],
        ["ADD"] = ["ADR"],
        ["ADR"] = ["ADD", "ADDW", "SUB", "SUBW"],
        ["ADDW"] = ["ADD"],
        ["SUBW"] = ["SUB"],
        ["RSB"] = ["NEG"],
        ["LSL"] = ["MOV"],
        ["LSR"] = ["MOV"],
        ["ASR"] = ["MOV"],
        ["ROR"] = ["MOV"],
        ["RRX"] = ["MOV"],
        ["STM"] = ["STMIA"],
        ["LDM"] = ["LDMIA", "POP"],
        ["STMDB"] = ["PUSH"],
        ["STR"] = ["PUSH"],
        ["LDR"] = ["POP"],
        ["VSTM"] = ["VSTMIA", "FSTMIAX"],
        ["VLDM"] = ["VLDMIA", "VPOP", "FLDMIAX"],
        ["VSTMDB"] = ["VPUSH"],
        ["VCVTB"] = ["VCVTT"],
        ["VCVT"] = ["VCVTR"],
        ["VRINT"] = ["VRINTR", "VRINTZ"],
        ["VRINTA"] = ["VRINTN", "VRINTP", "VRINTM"],
        ["VCVTA"] = ["VCVTN", "VCVTP", "VCVTM"],
        ["VCMP"] = ["VCMPE"],
        ["VMOV"] = ["FCONSTS", "FCONSTD"],
        ["PLD"] = ["PLDW"],
        ["NOP"] = ["HINT", "DBG", "YIELD", "SEVL", "ESB", "PSB", "TSB", "CSDB", "SEV"],
        ["CPS"] = ["CPSIE", "CPSID"],
        ["SSAT16"] = ["SSAT"],
        ["IT"] = ["ITT", "ITE", "ITTT", "ITTE", "ITET", "ITEE", "ITTTT", "ITTTE", "ITTET", "ITTEE", "ITETT", "ITETE", "ITEET", "ITEEE"],
    };

    private static readonly string[] s_conditions =
        ["", "EQ", "NE", "CS", "CC", "MI", "PL", "VS", "VC", "HI", "LS", "GE", "LT", "GT", "LE", "HS", "LO"];

    /// <summary>Whether a disassembler's mnemonic, with its suffixes, means the row called <paramref name="ours"/>.</summary>
    public static bool Same(string ours, string mnemonic)
    {
        string theirs = mnemonic.ToUpperInvariant().Split('.')[0];
        return s_also.GetValueOrDefault(ours, []).Append(ours).Any(name => s_conditions.Any(c => Matches(name, theirs, c)));
    }

    private static bool Matches(string name, string theirs, string condition)
    {
        string halves = name.TrimEnd('x', 'y');
        if (halves != name)
        {
            // SMLAxy is SMLABB to SMLATT, SMLAWy is SMLAWB or SMLAWT.
            return theirs.StartsWith(halves, StringComparison.Ordinal) && theirs.EndsWith(condition, StringComparison.Ordinal)
                && theirs[halves.Length..(theirs.Length - condition.Length)].All(c => c is 'B' or 'T');
        }

        // S sets flags, X exchanges halves, R rounds, T is unprivileged; VSEL carries its condition.
        return new[] { "", "S", "X", "R", "T" }.Any(suffix => theirs == name + suffix + condition || theirs == name + condition + suffix);
    }
}
