using McuSim.Boards;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Chips;

/// <summary>Does what a program asks of the flash interface: unlocking, erasing, writing.</summary>
/// <param name="fields">Where its registers are.</param>
/// <param name="registers">The registers.</param>
/// <param name="flash">The flash.</param>
/// <param name="setInterrupt">Sets an interrupt line.</param>
internal sealed class FlashWriter(ChipFlashWriter fields, IRegisterFile registers, FlashMemory flash, Action<int, bool> setInterrupt)
{
    private int keysGiven;

    /// <summary>After the program wrote a register.</summary>
    internal void Written(uint address)
    {
        if (fields.Unlock is { } unlock && address == unlock.Address)
            TakeKey(registers[address]);
        if (fields.Lock is { } locked && address == locked.Address && IsLocked(registers.Before))
            registers[address] = registers.Before; // locked: the write is lost
        else if (fields.Begin is { } begin ? address == begin.Address && begin.Of(registers[address]) != 0 : address == fields.Page.Address || fields.EraseAll.Any(f => f.Address == address))
            Erase();
        if (fields is { Interrupt: { } line, Done: { } done, DoneInterrupt: { } enable })
            setInterrupt(line, Is(done) && Is(enable));
    }

    /// <summary>A store to the flash; false when the program did not ask for it.</summary>
    /// <param name="offset">From the flash's first address.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="value">What is stored.</param>
    internal bool Store(uint offset, int size, long value)
    {
        if (!Covers(offset) || !fields.Program.Any(Is))
            return false;
        flash.Write(offset, size, value);
        Finish();
        return true;
    }

    private uint Size => fields.Size == 0 ? flash.Size - Math.Min(fields.Start, flash.Size) : fields.Size;

    private bool Covers(uint offset) => offset - fields.Start < Size;

    private bool Is(RegisterField field) => field.Of(registers[field.Address]) != 0;

    private bool IsLocked(uint before) => fields.Lock is { } locked && locked.Of(before) != 0;

    private void TakeKey(uint key)
    {
        keysGiven = keysGiven < fields.Keys.Length && fields.Keys[keysGiven] == key ? keysGiven + 1 : 0;
        if (keysGiven < fields.Keys.Length || fields.Lock is not { } locked)
            return;
        keysGiven = 0;
        registers[locked.Address] &= ~locked.Mask;
    }

    private void Erase()
    {
        if (fields.Begin is { } begin) registers[begin.Address] &= ~begin.Mask;
        bool isAll = false;
        for (int i = 0; i < fields.EraseAll.Length; i++)
        {
            if (!Is(fields.EraseAll[i]))
                continue;
            isAll = true;
            uint part = Size / (uint)fields.EraseAll.Length;
            flash.Erase(fields.Start + (part * (uint)i), part);
            if (fields.Begin is null) registers[fields.EraseAll[i].Address] &= ~fields.EraseAll[i].Mask;
        }

        if (!isAll && Is(fields.Erase)) ErasePage();
        Finish();
    }

    private void ErasePage()
    {
        uint page = fields.Page.Of(registers[fields.Page.Address]), offset = fields.Bank is { } bank && Is(bank) ? Size / 2 : 0;
        if (fields.Page.Width == 32)
        {
            offset = page - flash.Start;
            uint size = fields.Pages[^1];
            flash.Erase(offset / size * size, size);
            return;
        }

        for (int i = 0; i < page; i++)
            offset += fields.Pages[Math.Min(i, fields.Pages.Length - 1)];
        flash.Erase(fields.Start + offset, fields.Pages[(int)Math.Min(page, fields.Pages.Length - 1)]);
    }

    private void Finish()
    {
        if (fields.Done is not { } done)
            return;
        registers[done.Address] |= done.Mask;
        if (fields is { Interrupt: { } line, DoneInterrupt: { } enable }) setInterrupt(line, Is(enable));
    }
}

/// <summary>Registers by address, past the rules of the chip file.</summary>
internal interface IRegisterFile
{
    /// <summary>A register's value as it was written.</summary>
    uint this[uint address] { get; set; }

    /// <summary>What the register that was written last held before.</summary>
    uint Before { get; }
}
