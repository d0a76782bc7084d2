using McuSim.Machine.Engine;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Translation;

/// <summary>Moves the registers between the engine and translated code, all in one call.</summary>
internal sealed unsafe class RegisterFile : IDisposable
{
    private const uint Negative = 1u << 31, Zero = 1u << 30, Saturated = 1u << 27, ConditionFlags = 0xF800_0000, GreaterOrEqual = 0xF_0000, IfThen = 0x0600_FC00;
    private const int CarryBit = 29, OverflowBit = 28, GreaterOrEqualShift = 16, Core = 15, Written = Core + 3;

    private readonly UnicornEngine engine;
    private readonly TranslatedState* state;
    private readonly HostMemory memory = new(Written * (nuint)(sizeof(nint) + sizeof(int)) + (3 * sizeof(uint)));
    private readonly void** values;
    private readonly int* numbers;
    private readonly uint* others;

    internal RegisterFile(UnicornEngine engine, TranslatedState* state)
    {
        this.engine = engine;
        this.state = state;
        values = (void**)memory.Pointer;
        numbers = (int*)(values + Written);
        others = (uint*)(numbers + Written);
        for (int r = 0; r < Core; r++)
        {
            numbers[r] = (int)Registers.Of((CoreRegister)r);
            values[r] = &state->Registers[r];
        }

        for (int i = 0; i < 3; i++) values[Core + i] = others + i;
        (numbers[Core], numbers[Core + 1], numbers[Core + 2]) = ((int)UnicornRegister.Xpsr, (int)UnicornRegister.ApsrGe, (int)UnicornRegister.Pc);
    }

    /// <summary>Takes the engine's registers; false when the program stands in the middle of an IT block, as at the beginning of a page.</summary>
    internal bool Read()
    {
        UnicornEngine.Check(UnicornCalls.ReadRegisters(engine, numbers, values, Core + 1));
        uint xpsr = *others;
        if ((xpsr & IfThen) != 0)
            return false;
        state->Negative = xpsr & Negative;
        state->NotZero = ~xpsr & Zero;
        state->Carry = xpsr >> CarryBit & 1;
        state->Overflow = xpsr << (31 - OverflowBit);
        state->Saturated = xpsr & Saturated;
        state->GreaterOrEqual = (xpsr & GreaterOrEqual) >> GreaterOrEqualShift;
        return true;
    }

    /// <summary>Gives the engine the registers back.</summary>
    /// <param name="pc">Where it goes on.</param>
    /// <param name="ifThen">ITSTATE there.</param>
    internal void Write(uint pc, uint ifThen)
    {
        uint flags = (state->Negative & Negative) | (state->NotZero == 0 ? Zero : 0) | (state->Carry << CarryBit) | (state->Overflow >> 31 << OverflowBit)
            | (state->Saturated != 0 ? Saturated : 0) | (state->GreaterOrEqual << GreaterOrEqualShift);
        uint split = ((ifThen & 3) << 25) | ((ifThen & 0xFC) << 8);
        others[0] = (others[0] & ~(ConditionFlags | GreaterOrEqual | IfThen)) | flags | split;
        others[1] = flags & GreaterOrEqual;
        others[2] = pc | 1;
        UnicornEngine.Check(UnicornCalls.WriteRegisters(engine, numbers, values, Written));
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
