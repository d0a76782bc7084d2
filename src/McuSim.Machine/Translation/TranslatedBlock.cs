using McuSim.Machine.Execution;

namespace McuSim.Machine.Translation;

/// <summary>A block as the engine divides the program.</summary>
/// <param name="Address">Its first instruction.</param>
/// <param name="Code">Its bytes.</param>
/// <param name="IfThen">ITSTATE at its first instruction: not 0 where the end of a page divides an IT block. Such a block is entered from the one before only.</param>
internal sealed record TranslatedBlock(uint Address, byte[] Code, int IfThen = 0)
{
    /// <summary>Bytes of code.</summary>
    internal uint Size => (uint)Code.Length;

    /// <summary>Whether its last instruction is a call, so that a return goes behind it.</summary>
    internal bool EndsWithCall => ThumbCode.EndsWithCall(Code);
}
