using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace McuSim.Machine.Translation;

/// <summary>The frame of a region: entry, borders of blocks, branches and exits.</summary>
internal sealed partial class MethodWriter
{
    /// <summary>An indirect branch is compared with so many addresses of the region before it leaves it.</summary>
    private const int MostGuesses = 6;

    private readonly Dictionary<uint, (Label Label, int IfThen)> blocks = [];
    private readonly List<(uint Address, int IfThen)> targets = [];
    private readonly List<uint> returnSites = [];
    private Label leave;
    private Label? inside;
    private int ifThenState;

    /// <summary>The known addresses that the code goes on at, and ITSTATE there.</summary>
    internal IReadOnlyList<(uint Address, int IfThen)> Targets => targets;

    /// <summary>Begins the code: loads what it uses, and goes to the block that is asked for.</summary>
    /// <param name="region">The blocks of the region.</param>
    /// <param name="usedRegisters">What the first pass found.</param>
    /// <param name="usesDspFlags">The same of Q and GE.</param>
    internal void Begin(IReadOnlyList<TranslatedBlock> region, uint usedRegisters, bool usesDspFlags)
    {
        foreach (TranslatedBlock block in region)
        {
            blocks[block.Address] = (NewLabel(), block.IfThen);
            if (block.EndsWithCall) returnSites.Add(block.Address + block.Size);
        }

        returnSites.RemoveAll(site => !blocks.TryGetValue(site, out (Label, int IfThen) block) || block.IfThen != 0);
        leave = NewLabel();
        (UsedRegisters, UsesDspFlags) = (usedRegisters, usesDspFlags);
        foreach ((LocalBuilder local, int offset, OpCode load, _) in Frame()) LoadField(local, offset, load);
        LoadField(limit, Offset(nameof(TranslatedState.Limit)), OpCodes.Ldind_I);
        LoadField(readable, Offset(nameof(TranslatedState.Readable)), OpCodes.Ldind_I);
        LoadField(writable, Offset(nameof(TranslatedState.Writable)), OpCodes.Ldind_I);
        PushField(Offset(nameof(TranslatedState.Entry)));
        Op(OpCodes.Ldind_U4);
        il.Emit(OpCodes.Switch, [.. region.Select(b => blocks[b.Address].Label)]);
        Op(OpCodes.Br, blocks[region[0].Address].Label);
    }

    /// <summary>Begins a block: it counts, and its event is recorded.</summary>
    internal void BeginBlock(TranslatedBlock block)
    {
        hasComparison = false;
        Label look = NewLabel(), pass = NewLabel();
        Mark(blocks[block.Address].Label);
        AddToBytes(-(int)block.Size);
        Load(bytes);
        il.Emit(OpCodes.Ldc_I8, 0L);
        Op(OpCodes.Blt, look);
        Load(events);
        Load(limit);
        Op(OpCodes.Bge_Un, look);
        Mark(pass);
        Load(events);
        il.Emit(OpCodes.Ldc_I8, unchecked((long)ExecutionEvent.Pack(ExecutionEventKind.Block, block.Address, block.Size)));
        Op(OpCodes.Stind_I8);
        AdvanceEvents();
        outOfLine.Add(() =>
        {
            Mark(look);
            Label stop = NewLabel();
            PushField(Offset(nameof(TranslatedState.Pass)));
            Op(OpCodes.Ldind_U4);
            Op(OpCodes.Brfalse, stop);
            PushField(Offset(nameof(TranslatedState.Pass)));
            Constant(0);
            Op(OpCodes.Stind_I4);
            Op(OpCodes.Br, pass);
            Mark(stop);
            AddToBytes((int)block.Size);
            Leave(TranslatedExit.Look, block.Address, block.IfThen);
        });
    }

    /// <summary>Begins an instruction.</summary>
    internal void BeginInstruction(uint address, int ifThenOfInstruction)
    {
        Address = address;
        ifThenState = ifThenOfInstruction;
        inside = null;
        (usedTemporaries, usedPointers) = (0, 0);
    }

    /// <summary>Writes an instruction that executes only when a condition holds.</summary>
    internal bool WriteConditional(int condition, Func<bool> write)
    {
        Label skip = NewLabel();
        int writes = flagWrites;
        When(condition ^ 1, skip);
        bool isWritten = write();
        Mark(skip);
        if (writes != flagWrites) hasComparison = false;
        return isWritten;
    }

    /// <summary>Goes on at a known address.</summary>
    internal void Branch(uint target) => Continue(target, 0);

    /// <summary>Goes on at a known address, with an ITSTATE.</summary>
    internal void Continue(uint target, int state)
    {
        targets.Add((target, state));
        if (blocks.TryGetValue(target, out (Label Label, int IfThen) block) && block.IfThen == state) Op(OpCodes.Br, block.Label);
        else Leave(state == 0 ? TranslatedExit.Jump : TranslatedExit.InsideIfThen, target, state);
    }

    /// <summary>Before anything else of an instruction that goes where a value says: leaves the region when that is no Thumb code but an exception's return, or a fault.</summary>
    internal void CheckTarget(LocalBuilder target)
    {
        const uint FirstMagic = 0xF000_0000;
        Load(target);
        Constant(1);
        Op(OpCodes.And);
        Op(OpCodes.Brfalse, Inside());
        Load(target);
        Constant(FirstMagic);
        Op(OpCodes.Bge_Un, Inside());
    }

    /// <summary>Goes on where a value says, without its bit 0.</summary>
    internal void BranchTo(LocalBuilder target)
    {
        foreach (uint site in returnSites.Take(MostGuesses))
        {
            Load(target);
            Constant(site | 1);
            Op(OpCodes.Beq, blocks[site].Label);
        }

        Load(target);
        Constant(~1u);
        Op(OpCodes.And);
        Store(next);
        Constant((uint)TranslatedExit.Jump);
        Store(exit);
        Op(OpCodes.Br, leave);
    }

    /// <summary>Ends the code.</summary>
    internal void End()
    {
        for (int i = 0; i < outOfLine.Count; i++) outOfLine[i]();
        Mark(leave);
        foreach ((LocalBuilder local, int offset, _, OpCode store) in Frame()) StoreField(local, offset, store);
        StoreField(next, Offset(nameof(TranslatedState.Registers)) + (4 * ProgramCounter), OpCodes.Stind_I4);
        StoreField(ifThen, Offset(nameof(TranslatedState.IfThen)), OpCodes.Stind_I4);
        Load(exit);
        Op(OpCodes.Ret);
    }

    /// <summary>The way out before the instruction being written.</summary>
    internal Label Inside()
    {
        if (inside is { } label)
            return label;
        Label made = NewLabel();
        inside = made;
        (uint address, int state) = (Address, ifThenState);
        outOfLine.Add(() =>
        {
            Mark(made);
            Leave(TranslatedExit.Inside, address, state);
        });
        return made;
    }

    private static int Offset(string field) => (int)Marshal.OffsetOf<TranslatedState>(field);

    private void Leave(TranslatedExit reason, uint address, int state)
    {
        Constant(address);
        Store(next);
        Constant((uint)state);
        Store(ifThen);
        Constant((uint)reason);
        Store(exit);
        Op(OpCodes.Br, leave);
    }

    private IEnumerable<(LocalBuilder Local, int Offset, OpCode Load, OpCode Store)> Frame()
    {
        for (int r = 0; r < ProgramCounter; r++)
        {
            if ((UsedRegisters >> r & 1) != 0) yield return (registers[r], Offset(nameof(TranslatedState.Registers)) + (4 * r), OpCodes.Ldind_U4, OpCodes.Stind_I4);
        }

        yield return (negative, Offset(nameof(TranslatedState.Negative)), OpCodes.Ldind_U4, OpCodes.Stind_I4);
        yield return (notZero, Offset(nameof(TranslatedState.NotZero)), OpCodes.Ldind_U4, OpCodes.Stind_I4);
        yield return (carry, Offset(nameof(TranslatedState.Carry)), OpCodes.Ldind_U4, OpCodes.Stind_I4);
        yield return (overflow, Offset(nameof(TranslatedState.Overflow)), OpCodes.Ldind_U4, OpCodes.Stind_I4);
        yield return (bytes, Offset(nameof(TranslatedState.BytesLeft)), OpCodes.Ldind_I8, OpCodes.Stind_I8);
        yield return (events, Offset(nameof(TranslatedState.Events)), OpCodes.Ldind_I, OpCodes.Stind_I);
        if (!UsesDspFlags)
            yield break;
        yield return (saturated, Offset(nameof(TranslatedState.Saturated)), OpCodes.Ldind_U4, OpCodes.Stind_I4);
        yield return (greaterOrEqual, Offset(nameof(TranslatedState.GreaterOrEqual)), OpCodes.Ldind_U4, OpCodes.Stind_I4);
    }

    private void AddToBytes(int difference)
    {
        Load(bytes);
        il.Emit(OpCodes.Ldc_I8, (long)difference);
        Op(OpCodes.Add);
        Store(bytes);
    }

    private void PushField(int offset)
    {
        Op(OpCodes.Ldarg_0);
        Constant((uint)offset);
        Op(OpCodes.Conv_I);
        Op(OpCodes.Add);
    }

    private void LoadField(LocalBuilder local, int offset, OpCode load)
    {
        PushField(offset);
        Op(load);
        Store(local);
    }

    private void StoreField(LocalBuilder local, int offset, OpCode store)
    {
        PushField(offset);
        Load(local);
        Op(store);
    }
}
