namespace McuSim.Machine.System;

/// <summary>The registers of the NVIC: one bit, or one byte of priority, per interrupt line (DDI 0403E, B3.4).</summary>
internal sealed class InterruptController(ExceptionTable table)
{
    /// <summary>First and last offset on the private peripheral bus.</summary>
    internal const uint First = 0xE100, Last = 0xE4EF;

    private const uint SetEnable = 0x000, ClearEnable = 0x080, SetPending = 0x100, ClearPending = 0x180, Active = 0x200, Priorities = 0x300;
    private const int Lines = 240;

    internal uint Read(uint register)
    {
        if (register >= Priorities)
            return Bytes((int)(register - Priorities));
        int firstLine = (int)(register & 0x7C) * 8;
        return (register & ~0x7Fu) switch
        {
            SetEnable or ClearEnable => Bits(firstLine, table.IsEnabled),
            SetPending or ClearPending => Bits(firstLine, table.IsPending),
            Active => Bits(firstLine, table.IsActive),
            _ => 0,
        };
    }

    internal void Write(uint register, uint value)
    {
        if (register >= Priorities)
        {
            for (int i = 0; i < 4; i++)
                table.SetPriority(ExceptionNumber.FirstInterrupt + (int)(register - Priorities) + i, (byte)(value >> (8 * i)));
            return;
        }

        int firstLine = (int)(register & 0x7C) * 8;
        for (int i = 0; i < 32 && firstLine + i < Lines; i++)
        {
            if ((value >> i & 1) == 0)
                continue;
            int number = ExceptionNumber.FirstInterrupt + firstLine + i;
            switch (register & ~0x7Fu)
            {
                case SetEnable: table.Enable(number, true); break;
                case ClearEnable: table.Enable(number, false); break;
                case SetPending: table.Pend(number, true); break;
                case ClearPending: table.Pend(number, false); break;
            }
        }
    }

    private static uint Bits(int firstLine, Func<int, bool> isSet)
    {
        uint value = 0;
        for (int i = 0; i < 32 && firstLine + i < Lines; i++)
            value |= isSet(ExceptionNumber.FirstInterrupt + firstLine + i) ? 1u << i : 0;
        return value;
    }

    private uint Bytes(int firstLine)
    {
        uint value = 0;
        for (int i = 0; i < 4; i++)
            value |= (uint)table.Priority(ExceptionNumber.FirstInterrupt + firstLine + i) << (8 * i);
        return value;
    }
}
