using McuSim.Machine.Engine;
using McuSim.Machine.Memory;
using McuSim.Machine.System;

namespace McuSim.Machine.Translation;

/// <summary>Moves the registers of the floating-point unit between the engine and translated code.</summary>
internal sealed unsafe class FloatRegisters : IDisposable
{
    /// <summary>FPSCR: flush to zero and the rounding mode; the cumulative flag of inexact results.</summary>
    private const uint Modes = 0x01C0_0000, Inexact = 0x10;

    private const int Doubles = 16, Written = Doubles + 1;

    private readonly UnicornEngine engine;
    private readonly TranslatedState* state;
    private readonly HostMemory memory = new(((Written + 1) * (nuint)(sizeof(nint) + sizeof(int))) + sizeof(uint));
    private readonly void** values;
    private readonly int* numbers;
    private readonly uint* control;

    internal FloatRegisters(UnicornEngine engine, TranslatedState* state)
    {
        this.engine = engine;
        this.state = state;
        values = (void**)memory.Pointer;
        numbers = (int*)(values + Written + 1);
        control = (uint*)(numbers + Written + 1);
        for (int i = 0; i < Doubles; i++)
        {
            numbers[i] = (int)UnicornRegister.D0 + i;
            values[i] = &state->Singles[2 * i];
        }

        (numbers[Doubles], numbers[Written]) = ((int)UnicornRegister.Fpscr, (int)UnicornRegister.Control);
        values[Doubles] = &state->FloatStatus;
        values[Written] = control;
    }

    /// <summary>
    /// Takes the engine's registers; false when the engine is to go on with floating point: the context is not marked as having any yet (CONTROL.FPCA), results are not
    /// rounded to nearest, or nothing was rounded so far, so that it must be found out whether the next operation does.
    /// </summary>
    internal bool Read()
    {
        UnicornEngine.Check(UnicornCalls.ReadRegisters(engine, numbers, values, Written + 1));
        return (*control & CoreState.FloatingPointActive) != 0 && (state->FloatStatus & (Modes | Inexact)) == Inexact;
    }

    /// <summary>Gives the engine the registers back.</summary>
    internal void Write() => UnicornEngine.Check(UnicornCalls.WriteRegisters(engine, numbers, values, Written));

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
