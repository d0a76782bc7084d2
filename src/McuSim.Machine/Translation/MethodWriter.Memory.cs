using System.Reflection.Emit;

namespace McuSim.Machine.Translation;

/// <summary>Loads, stores and their events. An access to anything but plain memory leaves the region before its instruction has done anything.</summary>
internal sealed partial class MethodWriter
{
    private const int PageShift = 10;

    private readonly List<Action> outOfLine = [];

    /// <summary>Pushes what a load reads; its event is recorded.</summary>
    internal void LoadMemory(LocalBuilder address, int size, bool isSigned)
    {
        LocalBuilder host = Host(address, size, isWrite: false);
        Record(ExecutionEventKind.Read, address, 0, size);
        LoadFrom(host, address, 0, size, isSigned);
    }

    /// <summary>Stores a value.</summary>
    internal void StoreMemory(LocalBuilder address, int size, LocalBuilder value)
    {
        LocalBuilder host = Host(address, size, isWrite: true);
        Record(ExecutionEventKind.Write, address, 0, size);
        StoreTo(host, address, 0, size, value);
    }

    /// <summary>The host's memory of an access of several aligned words.</summary>
    internal LocalBuilder HostOfWords(LocalBuilder address, int words, bool isWrite)
    {
        Load(address);
        Constant(3);
        Op(OpCodes.And);
        Op(OpCodes.Brtrue, Inside());
        LocalBuilder host = HostPointer();
        Bias(address, 0, isWrite);
        Store(host);
        Load(host);
        Op(OpCodes.Brfalse, Inside());
        if (words == 1)
            return host;
        Bias(address, (4 * words) - 4, isWrite);
        Load(host);
        Op(OpCodes.Bne_Un, Inside());
        return host;
    }

    /// <summary>Records an access.</summary>
    internal void Record(ExecutionEventKind kind, LocalBuilder address, int offset, int size)
    {
        if (!recordsAccesses)
            return;
        Load(events);
        il.Emit(OpCodes.Ldc_I8, unchecked((long)ExecutionEvent.Pack(kind, 0, (uint)size)));
        PushAddress(address, offset);
        Op(OpCodes.Conv_U8);
        Op(OpCodes.Or);
        Op(OpCodes.Stind_I8);
        AdvanceEvents();
    }

    /// <summary>Pushes what is at an address of the host's memory.</summary>
    internal void LoadFrom(LocalBuilder host, LocalBuilder address, int offset, int size, bool isSigned)
    {
        PushHost(host, address, offset);
        if (size > 1) il.Emit(OpCodes.Unaligned, (byte)1);
        Op(size switch
        {
            1 => isSigned ? OpCodes.Ldind_I1 : OpCodes.Ldind_U1,
            2 => isSigned ? OpCodes.Ldind_I2 : OpCodes.Ldind_U2,
            _ => OpCodes.Ldind_I4,
        });
    }

    /// <summary>Puts a value to the host's memory.</summary>
    internal void StoreTo(LocalBuilder host, LocalBuilder address, int offset, int size, LocalBuilder value)
    {
        PushHost(host, address, offset);
        Load(value);
        if (size > 1) il.Emit(OpCodes.Unaligned, (byte)1);
        Op(size switch { 1 => OpCodes.Stind_I1, 2 => OpCodes.Stind_I2, _ => OpCodes.Stind_I4 });
    }

    private LocalBuilder Host(LocalBuilder address, int size, bool isWrite)
    {
        LocalBuilder host = HostPointer();
        Bias(address, 0, isWrite);
        Store(host);
        Load(host);
        Op(OpCodes.Brfalse, Inside());
        if (size == 1)
            return host;
        Load(address);
        Constant((uint)size - 1);
        Op(OpCodes.And);
        if (InstructionSet.IsBaseline(Core))
        {
            Op(OpCodes.Brtrue, Inside());
            return host;
        }

        // Memory is one piece wherever two pages have the same bias.
        Label unaligned = NewLabel(), aligned = NewLabel(), inside = Inside();
        Op(OpCodes.Brtrue, unaligned);
        Mark(aligned);
        outOfLine.Add(() =>
        {
            Mark(unaligned);
            Bias(address, size - 1, isWrite);
            Load(host);
            Op(OpCodes.Beq, aligned);
            Op(OpCodes.Br, inside);
        });
        return host;
    }

    private void Bias(LocalBuilder address, int offset, bool isWrite)
    {
        Load(isWrite ? writable : readable);
        PushAddress(address, offset);
        Constant(PageShift);
        Op(OpCodes.Shr_Un);
        Op(OpCodes.Conv_U8);
        Constant(3);
        Op(OpCodes.Shl);
        Op(OpCodes.Conv_U);
        Op(OpCodes.Add);
        Op(OpCodes.Ldind_I);
    }

    private void PushAddress(LocalBuilder address, int offset)
    {
        Load(address);
        if (offset == 0)
            return;
        Constant((uint)offset);
        Op(OpCodes.Add);
    }

    private void PushHost(LocalBuilder host, LocalBuilder address, int offset)
    {
        Load(host);
        Load(address);
        Op(OpCodes.Conv_U);
        Op(OpCodes.Add);
        if (offset == 0)
            return;
        Constant((uint)offset);
        Op(OpCodes.Conv_I);
        Op(OpCodes.Add);
    }

    private void AdvanceEvents()
    {
        Load(events);
        Constant(sizeof(ulong));
        Op(OpCodes.Conv_I);
        Op(OpCodes.Add);
        Store(events);
    }
}
