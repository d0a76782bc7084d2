using System.Reflection;
using System.Reflection.Emit;
using McuSim.Boards;

namespace McuSim.Machine.Translation;

/// <summary>
/// Writes the code of one region: the processor's registers and flags are local variables, which the runtime's compiler keeps in the host's registers. The first
/// pass only finds out which variables a region uses.
/// </summary>
internal sealed partial class MethodWriter
{
    internal const int ProgramCounter = 15, StackPointer = 13, LinkRegister = 14;

    private readonly ILGenerator il;
    private readonly LocalBuilder[] registers = new LocalBuilder[16];
    private readonly LocalBuilder negative, notZero, carry, overflow, saturated, greaterOrEqual, events, limit, bytes, readable, writable, next, ifThen, exit;
    private readonly List<LocalBuilder> temporaries = [];
    private readonly List<LocalBuilder> pointers = [];
    private readonly LocalBuilder wide;
    private readonly bool recordsAccesses;
    private int usedTemporaries, usedPointers;

    internal MethodWriter(ILGenerator il, CoreKind core, bool recordsAccesses)
    {
        this.il = il;
        Core = core;
        this.recordsAccesses = recordsAccesses;
        for (int i = 0; i < registers.Length; i++) registers[i] = il.DeclareLocal(typeof(uint));
        (negative, notZero, carry, overflow) = (Word(), Word(), Word(), Word());
        (saturated, greaterOrEqual, next, ifThen) = (Word(), Word(), Word(), Word());
        (exit, compared, comparedWith) = (Word(), Word(), Word());
        (events, limit, readable, writable) = (Pointer(), Pointer(), Pointer(), Pointer());
        bytes = il.DeclareLocal(typeof(long));
        wide = il.DeclareLocal(typeof(long));

        LocalBuilder Word() => il.DeclareLocal(typeof(uint));
        LocalBuilder Pointer() => il.DeclareLocal(typeof(nint));
    }

    /// <summary>A bit for every register that the code names, R0 first.</summary>
    internal uint UsedRegisters { get; private set; }

    /// <summary>Whether the code touches Q or GE.</summary>
    internal bool UsesDspFlags { get; private set; }

    /// <summary>The address of the instruction being written.</summary>
    internal uint Address { get; private set; }

    /// <summary>What the instruction reads as R15.</summary>
    internal uint Pc => Address + 4;

    /// <summary>The core: not every one has every instruction, and those of Armv6-M fault at every unaligned access.</summary>
    internal CoreKind Core { get; }

    internal void Op(OpCode code) => il.Emit(code);

    internal void Op(OpCode code, Label label) => il.Emit(code, label);

    internal void Constant(uint value) => il.Emit(OpCodes.Ldc_I4, unchecked((int)value));

    internal void Load(LocalBuilder local) => il.Emit(OpCodes.Ldloc, local);

    internal void Store(LocalBuilder local) => il.Emit(OpCodes.Stloc, local);

    internal Label NewLabel() => il.DefineLabel();

    internal void Mark(Label label) => il.MarkLabel(label);

    /// <summary>Calls one of <see cref="Operations"/>.</summary>
    internal void Call(string operation) => il.Emit(OpCodes.Call, typeof(Operations).GetMethod(operation, BindingFlags.Static | BindingFlags.NonPublic)!);

    /// <summary>A variable of 32 bits for the instruction being written.</summary>
    internal LocalBuilder Temporary()
    {
        if (usedTemporaries == temporaries.Count) temporaries.Add(il.DeclareLocal(typeof(uint)));
        return temporaries[usedTemporaries++];
    }

    /// <summary>A variable with the value on the stack, which it takes.</summary>
    internal LocalBuilder Keep()
    {
        LocalBuilder local = Temporary();
        Store(local);
        return local;
    }

    /// <summary>A variable with a register's value.</summary>
    internal LocalBuilder Copy(int register)
    {
        Get(register);
        return Keep();
    }

    /// <summary>Pushes a register.</summary>
    internal void Get(int register)
    {
        if (register == ProgramCounter)
        {
            Constant(Pc);
            return;
        }

        UsedRegisters |= 1u << register;
        Load(registers[register]);
    }

    /// <summary>Takes the stack's value into a register. Bits 0 and 1 of the stack pointer are always zero.</summary>
    internal void Set(int register)
    {
        if (register == StackPointer)
        {
            Constant(~3u);
            Op(OpCodes.And);
        }

        UsedRegisters |= 1u << register;
        Store(registers[register]);
    }

    /// <summary>Takes 64 bits from the stack into two registers.</summary>
    internal void SetPair(int low, int high)
    {
        Store(wide);
        Load(wide);
        Op(OpCodes.Conv_U4);
        Set(low);
        Load(wide);
        Constant(32);
        Op(OpCodes.Shr_Un);
        Op(OpCodes.Conv_U4);
        Set(high);
    }

    /// <summary>The variable that is a register, to be read only.</summary>
    internal LocalBuilder Register(int register)
    {
        UsedRegisters |= 1u << register;
        return registers[register];
    }

    private LocalBuilder HostPointer()
    {
        if (usedPointers == pointers.Count) pointers.Add(il.DeclareLocal(typeof(nint)));
        return pointers[usedPointers++];
    }
}
