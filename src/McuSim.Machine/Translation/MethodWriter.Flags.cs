using System.Reflection.Emit;

namespace McuSim.Machine.Translation;

/// <summary>Flags and conditions.</summary>
internal sealed partial class MethodWriter
{
    private readonly LocalBuilder compared, comparedWith;
    private bool hasComparison;
    private int flagWrites;

    /// <summary>Sets N and Z of a value.</summary>
    internal void SetNegativeAndZero(LocalBuilder value)
    {
        Load(value);
        Store(negative);
        Load(value);
        Store(notZero);
        FlagsChange();
    }

    /// <summary>Takes the stack's value, 0 or 1, into C.</summary>
    internal void SetCarry()
    {
        Store(carry);
        FlagsChange();
    }

    /// <summary>Pushes C, 0 or 1.</summary>
    internal void GetCarry() => Load(carry);

    /// <summary>Takes the stack's value into Q: not zero sets it.</summary>
    internal void Saturate()
    {
        UsesDspFlags = true;
        Load(saturated);
        Op(OpCodes.Or);
        Store(saturated);
    }

    /// <summary>Takes a signed sum of 64 bits from the stack into a register, and sets Q when it has more than 32 bits.</summary>
    internal void SetWithOverflow(int register)
    {
        Store(wide);
        Load(wide);
        Load(wide);
        Op(OpCodes.Conv_I4);
        Op(OpCodes.Conv_I8);
        Op(OpCodes.Ceq);
        Constant(1);
        Op(OpCodes.Xor);
        Saturate();
        Load(wide);
        Op(OpCodes.Conv_I4);
        Set(register);
    }

    internal void GetGreaterOrEqual()
    {
        UsesDspFlags = true;
        Load(greaterOrEqual);
    }

    internal void SetGreaterOrEqual()
    {
        UsesDspFlags = true;
        Store(greaterOrEqual);
    }

    /// <summary>Pushes a + b.</summary>
    internal void Add(LocalBuilder a, LocalBuilder b, bool setsFlags)
    {
        Load(a);
        Load(b);
        Op(OpCodes.Add);
        if (!setsFlags)
            return;
        LocalBuilder result = Keep();
        Load(result);
        Load(a);
        Op(OpCodes.Clt_Un);
        SetCarry();
        SetOverflowOfSum(a, b, result);
        SetNegativeAndZero(result);
        Load(result);
    }

    /// <summary>Pushes a - b.</summary>
    internal void Subtract(LocalBuilder a, LocalBuilder b, bool setsFlags)
    {
        Load(a);
        Load(b);
        Op(OpCodes.Sub);
        if (!setsFlags)
            return;
        LocalBuilder result = Keep();
        Load(a);
        Load(b);
        Op(OpCodes.Clt_Un);
        Constant(0);
        Op(OpCodes.Ceq);
        SetCarry();
        Load(a);
        Load(b);
        Op(OpCodes.Xor);
        Load(a);
        Load(result);
        Op(OpCodes.Xor);
        Op(OpCodes.And);
        Store(overflow);
        SetNegativeAndZero(result);
        Load(a);
        Store(compared);
        Load(b);
        Store(comparedWith);
        hasComparison = true;
        Load(result);
    }

    /// <summary>Pushes a + b + C.</summary>
    internal void AddWithCarry(LocalBuilder a, LocalBuilder b, bool setsFlags)
    {
        Load(a);
        Op(OpCodes.Conv_U8);
        Load(b);
        Op(OpCodes.Conv_U8);
        Op(OpCodes.Add);
        Load(carry);
        Op(OpCodes.Conv_U8);
        Op(OpCodes.Add);
        Store(wide);
        Load(wide);
        Op(OpCodes.Conv_U4);
        if (!setsFlags)
            return;
        LocalBuilder result = Keep();
        Load(wide);
        Constant(32);
        Op(OpCodes.Shr_Un);
        Op(OpCodes.Conv_U4);
        SetCarry();
        SetOverflowOfSum(a, b, result);
        SetNegativeAndZero(result);
        Load(result);
    }

    /// <summary>Goes to <paramref name="target"/> when a condition (A7.3) holds.</summary>
    internal void When(int condition, Label target)
    {
        if (hasComparison && condition is not (4 or 5 or 6 or 7))
        {
            Load(compared);
            Load(comparedWith);
            Op(condition switch
            {
                0 => OpCodes.Beq,
                1 => OpCodes.Bne_Un,
                2 => OpCodes.Bge_Un,
                3 => OpCodes.Blt_Un,
                8 => OpCodes.Bgt_Un,
                9 => OpCodes.Ble_Un,
                10 => OpCodes.Bge,
                11 => OpCodes.Blt,
                12 => OpCodes.Bgt,
                _ => OpCodes.Ble,
            }, target);
            return;
        }

        Label not = NewLabel();
        switch (condition)
        {
            case 0 or 1: Load(notZero); Op(condition == 0 ? OpCodes.Brfalse : OpCodes.Brtrue, target); break;
            case 2 or 3: Load(carry); Op(condition == 2 ? OpCodes.Brtrue : OpCodes.Brfalse, target); break;
            case 4 or 5: Load(negative); Sign(condition == 4); break;
            case 6 or 7: Load(overflow); Sign(condition == 6); break;
            case 8: Load(carry); Op(OpCodes.Brfalse, not); Load(notZero); Op(OpCodes.Brtrue, target); break;
            case 9: Load(carry); Op(OpCodes.Brfalse, target); Load(notZero); Op(OpCodes.Brfalse, target); break;
            case 10 or 11: NegativeXorOverflow(); Sign(condition == 11); break;
            case 12: Load(notZero); Op(OpCodes.Brfalse, not); NegativeXorOverflow(); Sign(false); break;
            case 13: Load(notZero); Op(OpCodes.Brfalse, target); NegativeXorOverflow(); Sign(true); break;
            default: Op(OpCodes.Br, target); break;
        }

        Mark(not);

        void NegativeXorOverflow()
        {
            Load(negative);
            Load(overflow);
            Op(OpCodes.Xor);
        }

        void Sign(bool isSet)
        {
            Constant(0);
            Op(isSet ? OpCodes.Blt : OpCodes.Bge, target);
        }
    }

    private void SetOverflowOfSum(LocalBuilder a, LocalBuilder b, LocalBuilder result)
    {
        Load(a);
        Load(result);
        Op(OpCodes.Xor);
        Load(b);
        Load(result);
        Op(OpCodes.Xor);
        Op(OpCodes.And);
        Store(overflow);
    }

    private void FlagsChange()
    {
        hasComparison = false;
        flagWrites++;
    }
}
