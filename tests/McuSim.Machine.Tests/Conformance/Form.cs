namespace McuSim.Tests.Machine.Conformance;

/// <summary>An instruction form: its halfwords, and what it does to the core. Operands are in R1, R2 and R3 (S1 to S7), results go to R0 (S0) unless the form says otherwise.</summary>
/// <param name="Name">As an assembler would write it.</param>
/// <param name="Code">The halfwords.</param>
/// <param name="Execute">What it does.</param>
internal sealed record Form(string Name, ushort[] Code, Action<Core> Execute)
{
    /// <summary>Whether R0 gets the address of the middle of the memory.</summary>
    internal bool UsesMemory { get; init; }

    /// <summary>Whether the operands are single-precision numbers, or double-precision ones.</summary>
    internal bool IsDouble { get; init; }

    /// <summary>The bits of FPSCR that <see cref="Execute"/> computes.</summary>
    internal uint FpscrMask { get; init; } = uint.MaxValue;

    /// <summary>A 32-bit encoding.</summary>
    internal static Form Wide(string name, uint code, Action<Core> execute) => new(name, [(ushort)(code >> 16), (ushort)code], execute);
}
