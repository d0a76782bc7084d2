using System.Buffers.Binary;
using McuSim.Machine.Engine;

namespace McuSim.Machine.System;

/// <summary>Does the instructions of coprocessors that a chip has (Arm DDI 0553: CDP, MCR, MRC, MCRR, MRRC and their second forms).</summary>
/// <param name="engine">The core's registers.</param>
/// <param name="find">The coprocessor with a number, or null.</param>
internal sealed class CoprocessorAccess(UnicornEngine engine, Func<int, ICoprocessor?> find)
{
    private const int Pc = 15;
    private const uint Flags = 0xF000_0000, SecondForm = 0x1000;

    /// <summary>Does an instruction; false when it is none of a coprocessor of the chip.</summary>
    internal bool Execute(ReadOnlySpan<byte> code)
    {
        if (code.Length < 4)
            return false;
        uint first = BinaryPrimitives.ReadUInt16LittleEndian(code), second = BinaryPrimitives.ReadUInt16LittleEndian(code[2..]), kind = first & ~SecondForm;
        bool isPair = (kind & 0xFFE0) == 0xEC40, isSingle = (kind & 0xFF00) == 0xEE00 && (second & 0x10) != 0, isOwn = (kind & 0xFF00) == 0xEE00 && !isSingle;
        if ((!isPair && !isSingle && !isOwn) || find((int)(second >> 8 & 15)) is not { } unit)
            return false;
        int register = (int)(second & 15), one = (int)(second >> 12 & 15), two = (int)(first & 15), option = isPair ? 0 : (int)(second >> 5 & 7);
        if (isOwn)
            return unit.Operate((int)(first >> 4 & 15), register, option);
        int operation = (int)(isPair ? second >> 4 & 15 : first >> 5 & 7);
        if ((first & 0x10) == 0)
            return unit.Write(operation, register, Value(one), isPair ? Value(two) : null);
        if (unit.Read(operation, register, option, isPair, (first & SecondForm) != 0) is not { } value)
            return false;
        if (one == Pc) engine.WriteRegister(UnicornRegister.Xpsr, (engine.ReadRegister(UnicornRegister.Xpsr) & ~Flags) | ((uint)value & Flags));
        else engine.WriteRegister(Place(one), (uint)value);
        if (isPair) engine.WriteRegister(Place(two), (uint)(value >> 32));
        return true;
    }

    private uint Value(int register) => engine.ReadRegister(Place(register));

    private static UnicornRegister Place(int register) => Registers.Of((CoreRegister)register);
}
