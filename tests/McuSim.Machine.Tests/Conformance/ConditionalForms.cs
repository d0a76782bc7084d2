namespace McuSim.Tests.Machine.Conformance;

/// <summary>IT blocks of every condition and shape (Arm DDI 0403E, A7.3.2 and A7.7.38).</summary>
internal static class ConditionalForms
{
    internal static IEnumerable<Form> All
    {
        get
        {
            for (int condition = 0; condition < 15; condition++)
            {
                for (int length = 1; length <= 4; length++)
                {
                    for (int shape = 0; shape < 1 << (length - 1); shape++)
                    {
                        if (condition == 14 && shape != 0) continue; // ELSE of AL is unpredictable
                        yield return Block(condition, length, shape);
                    }
                }
            }
        }
    }

    // The instructions: ADD R0, R0, R1 (which sets no flags in a block), EOR.W R2, R2, R1, MOV R3, R1 and LSL R4, R4, #3.
    private static Form Block(int condition, int length, int shape)
    {
        int mask = 1 << (4 - length);
        for (int i = 1; i < length; i++) mask |= (IsElse(i) ? 1 - (condition & 1) : condition & 1) << (4 - i);
        ushort[][] instructions = [[0x1840], [0xEA82, 0x0201], [0x460B], [0x00E4]];
        ushort[] code = [(ushort)(0xBF00 | (condition << 4) | mask), .. instructions.Take(length).SelectMany(i => i)];
        string name = "IT" + string.Concat(Enumerable.Range(1, length - 1).Select(i => IsElse(i) ? 'E' : 'T'));
        return new Form($"{name} {condition}", code, c =>
        {
            for (int i = 0; i < length; i++)
            {
                if (c.Passes(i > 0 && IsElse(i) ? condition ^ 1 : condition)) Step(c, i);
            }
        });

        bool IsElse(int i) => (shape >> (i - 1) & 1) != 0;
    }

    private static void Step(Core c, int instruction)
    {
        switch (instruction)
        {
            case 0:
                c.R[0] += c.R[1];
                break;
            case 1:
                c.R[2] ^= c.R[1];
                break;
            case 2:
                c.R[3] = c.R[1];
                break;
            default:
                c.R[4] <<= 3;
                break;
        }
    }
}
