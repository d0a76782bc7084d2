using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Conformance;

/// <summary>
/// One program that executes every form with every set of operands: it loads R0 to R5, S0 to S7, the flags and FPSCR from a record, executes the form and stores them all
/// to another. It runs on McuSim, and as it is on QEMU, where it writes the results to a file through semihosting.
/// </summary>
internal sealed class ConformanceProgram
{
    internal const int Sets = 24;

    private const uint Code = 0x100, Inputs = 0x4_0000, MemorySize = 0x40_0000, StackTop = 0x3F_F000;
    private const int InputBytes = 64, OutputBytes = 128;

    private readonly byte[] memory = new byte[MemorySize];
    private readonly Form[] forms;
    private readonly bool isolates;
    private readonly uint status;
    private uint at = Code;

    /// <param name="forms">The forms.</param>
    /// <param name="core">The core.</param>
    /// <param name="resultFile">Where it writes the results on QEMU.</param>
    /// <param name="isolates">Whether each form is a block of its own, which can then be translated although the code around it cannot.</param>
    /// <param name="status">Bits of FPSCR that are set beside the flags.</param>
    internal ConformanceProgram(IEnumerable<Form> forms, CoreKind core, string resultFile, bool isolates = false, uint status = 0)
    {
        this.isolates = isolates;
        this.status = status;
        this.forms = [.. forms];
        Outputs = (Inputs + (uint)(this.forms.Length * Sets * InputBytes) + 0xFF) & ~0xFFu;
        Assert.True(Outputs + Results < StackTop - 0x1000);
        var random = new Random(20260701);
        for (int i = 0; i < this.forms.Length * Sets; i++) Operands(i, random);
        Put(0, StackTop);
        Put(4, Code | 1);
        Emit(0xF04F, 0x20E0, 0xF44F, 0x0170, 0xF8C0, 0x1D88); // mov r0, #0xE000E000; mov r1, #0xF << 20; str r1, [r0, #CPACR]
        Emit(0xF3BF, 0x8F4F, 0xF3BF, 0x8F6F); // dsb; isb
        LoadImmediate(12, Inputs);
        LoadImmediate(11, Outputs);
        foreach (Form form in this.forms) Loop(form.Code);
        End = at;
        WriteResults(resultFile);
        Assert.True(at < Inputs);
        Core = core;
    }

    /// <summary>The core that it is for.</summary>
    internal CoreKind Core { get; }

    /// <summary>Where it has executed every form.</summary>
    internal uint End { get; }

    /// <summary>All of memory before it runs.</summary>
    internal ReadOnlySpan<byte> Image => memory;

    private uint Outputs { get; }

    private uint Results => (uint)(forms.Length * Sets * OutputBytes);

    /// <summary>The results of McuSim.</summary>
    internal byte[] Run() => Run(TranslationOptions.Default, null, out _);

    /// <summary>The results of McuSim, with or without translation.</summary>
    internal byte[] Run(TranslationOptions translation, IExecutionObserver? observer, out int translated)
    {
        var region = new MemoryRegion("ssram", MemoryKind.Sram, 0, MemorySize, true, 0, 0, null);
        var board = new Board(
            "conformance", "Conformance", new CoreDescription(Core, Core == CoreKind.CortexM7 ? FpuKind.Double : FpuKind.Single, 1), 100_000_000, [region],
            new FlashInterface(0, 64, 1, 0, false, null), null, null, new Placement("ssram", "ssram", [["ssram"]]), null, [], "");
        using var machine = new McuMachine(board, new FirmwareImage("conformance.bin", [new Segment(0, 0, memory, MemorySize)], [], Code, []), new MachineOptions { Translation = translation });
        if (observer is not null)
        {
            // The second time, everything is translated.
            using MachineSnapshot start = machine.Capture();
            machine.Run(End, new RunLimits(Instructions: 10_000_000));
            machine.Restore(start);
        }

        if (observer is not null) machine.Observers.Add(observer);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, new RunLimits(Instructions: 10_000_000)));
        translated = machine.TranslatedBlocks;
        return machine.Memory(Outputs, (int)Results).ToArray();
    }

    /// <summary>What differs from the architecture's definition.</summary>
    internal IEnumerable<string> Differences(byte[] results)
    {
        for (int i = 0; i < forms.Length * Sets; i++)
        {
            Form form = forms[i / Sets];
            Core core = Before(i);
            form.Execute(core);
            if (Difference(Words(core), ReadWords(results, i * OutputBytes, OutputBytes / 4), form) is { } difference) yield return $"{form.Name}: {Describe(i)}: {difference}";
        }
    }

    /// <summary>What differs between two results.</summary>
    internal IEnumerable<string> Differences(byte[] results, byte[] others)
    {
        for (int i = 0; i < forms.Length * Sets; i++)
        {
            uint[] one = ReadWords(results, i * OutputBytes, OutputBytes / 4), other = ReadWords(others, i * OutputBytes, OutputBytes / 4);
            int word = one.AsSpan().CommonPrefixLength(other);
            if (word < one.Length) yield return $"{forms[i / Sets].Name}: {Describe(i)}: {Name(word)} is {one[word]:X8} and {other[word]:X8} in the other results";
        }
    }

    private static string? Difference(uint[] expected, uint[] found, Form form)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            uint mask = i == 7 ? form.FpscrMask : uint.MaxValue;
            bool bothNoNumbers = i == 8 && form.FpscrMask != uint.MaxValue && float.IsNaN(BitConverter.UInt32BitsToSingle(expected[i])) && float.IsNaN(BitConverter.UInt32BitsToSingle(found[i]));
            bool bothNoDoubles = i == 9 && form.IsDouble && double.IsNaN(Wide(expected)) && double.IsNaN(Wide(found));
            if (i == 8 && form.IsDouble && double.IsNaN(Wide(expected)) && double.IsNaN(Wide(found))) continue;
            if (((expected[i] ^ found[i]) & mask) != 0 && !bothNoNumbers && !bothNoDoubles) return $"{Name(i)} is {found[i]:X8} instead of {expected[i]:X8}";
        }

        return null;
    }

    private static double Wide(uint[] words) => BitConverter.UInt64BitsToDouble(words[8] | ((ulong)words[9] << 32));

    private static string Name(int word) => word switch { < 6 => $"R{word}", 6 => "APSR", 7 => "FPSCR", < 16 => $"S{word - 8}", _ => $"memory word {word - 16}" };

    private string Describe(int i)
    {
        uint[] words = ReadWords(memory, (int)Inputs + (i * InputBytes), InputBytes / 4);
        return string.Join(' ', words.Take(7).Select(w => w.ToString("X", System.Globalization.CultureInfo.InvariantCulture)))
            + " / " + string.Join(' ', words.Skip(8).Take(6).Select(w => w.ToString("X", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private Core Before(int i)
    {
        uint[] words = ReadWords(memory, (int)Inputs + (i * InputBytes), InputBytes / 4);
        uint output = Outputs + (uint)(i * OutputBytes);
        var core = new Core { MemoryAddress = output + InputBytes };
        words.AsSpan(0, 6).CopyTo(core.R);
        core.Apsr = words[6];
        core.Fpscr = words[7];
        words.AsSpan(8, 8).CopyTo(core.S);
        ReadWords(memory, (int)output + InputBytes, Conformance.Core.MemoryWords).CopyTo(core.Memory, 0);
        return core;
    }

    private static uint[] Words(Core core) => [.. core.R, core.Apsr, core.Fpscr, .. core.S, .. core.Memory];

    private static uint[] ReadWords(byte[] bytes, int offset, int count)
    {
        var words = new uint[count];
        Buffer.BlockCopy(bytes, offset, words, 0, 4 * count);
        return words;
    }

    private void Operands(int i, Random random)
    {
        Form form = forms[i / Sets];
        uint input = Inputs + (uint)(i * InputBytes), output = Outputs + (uint)(i * OutputBytes);
        for (uint r = 0; r < 6; r++) Put(input + (4 * r), OperandValues.Integer(random));
        if (form.UsesMemory) Put(input, output + InputBytes + 32);
        Put(input + 24, (uint)random.Next(32) << 27 | (uint)random.Next(16) << 16);
        Put(input + 28, (uint)random.Next(16) << 28 | status);
        for (uint s = 0; s < 8; s += 2)
        {
            ulong pair = form.IsDouble ? OperandValues.Double(random) : OperandValues.Single(random) | ((ulong)OperandValues.Single(random) << 32);
            Put(input + 32 + (4 * s), (uint)pair);
            Put(input + 36 + (4 * s), (uint)(pair >> 32));
        }

        for (uint w = 0; w < Conformance.Core.MemoryWords; w++) Put(output + InputBytes + (4 * w), OperandValues.Integer(random));
    }

    private void Loop(ushort[] form)
    {
        Emit(0xF04F, 0x0A00 | Sets); //           mov r10, #Sets
        uint loop = at;
        Emit(0xF8DC, 0x6018, 0xF8DC, 0x701C); //  ldr r6, [r12, #24]; ldr r7, [r12, #28]
        Emit(0xEEE1, 0x7A10); //                  vmsr fpscr, r7
        Emit(0xF10C, 0x0820, 0xEC98, 0x0A08); //  add r8, r12, #32; vldmia r8, {s0-s7}
        Emit(0xE89C, 0x003F, 0xF386, 0x8C00); //  ldmia r12, {r0-r5}; msr APSR_nzcvqg, r6
        if (isolates) Emit(0xE7FF); //              b .+2
        Emit(form);
        if (isolates) Emit(0xE7FF);
        Emit(0xE88B, 0x003F, 0xF3EF, 0x8600); //  stmia r11, {r0-r5}; mrs r6, APSR
        Emit(0xF8CB, 0x6018, 0xEEF1, 0x7A10); //  str r6, [r11, #24]; vmrs r7, fpscr
        Emit(0xF8CB, 0x701C, 0xF10B, 0x0820); //  str r7, [r11, #28]; add r8, r11, #32
        Emit(0xEC88, 0x0A08); //                  vstmia r8, {s0-s7}
        Emit(0xF10C, 0x0C40, 0xF10B, 0x0B80); //  add r12, #64; add r11, #128
        Emit(0xF1BA, 0x0A01); //                  subs r10, #1
        Emit((ushort)(0xD100 | (((int)(loop - at - 4) >> 1) & 0xFF))); // bne loop
    }

    private void WriteResults(string file)
    {
        uint block = StackTop, name = StackTop + 0x40;
        for (int i = 0; i < file.Length; i++) memory[name + i] = (byte)file[i];
        (uint Offset, uint Value)[] words = [(0, name), (4, 5), (8, (uint)file.Length), (16, 0), (20, Outputs), (24, Results)]; // open for writing in binary
        foreach ((uint offset, uint value) in words) Put(block + offset, value);
        LoadImmediate(1, block);
        Emit(0x2001, 0xBEAB); //          movs r0, #SYS_OPEN; bkpt 0xAB
        LoadImmediate(1, block + 16);
        Emit(0x6008, 0x2005, 0xBEAB); //  str r0, [r1]; movs r0, #SYS_WRITE; bkpt 0xAB
        LoadImmediate(1, 0x2_0026); //    ADP_Stopped_ApplicationExit
        Emit(0x2018, 0xBEAB, 0xE7FE); //  movs r0, #SYS_EXIT; bkpt 0xAB; b .
    }

    private void LoadImmediate(int register, uint value)
    {
        foreach ((uint opcode, uint half) in ((uint, uint)[])[(0xF240, value & 0xFFFF), (0xF2C0, value >> 16)]) // movw, movt
            Emit((ushort)(opcode | ((half >> 11 & 1) << 10) | (half >> 12)), (ushort)(((half >> 8 & 7) << 12) | ((uint)register << 8) | (half & 0xFF)));
    }

    private void Emit(params ushort[] code)
    {
        foreach (ushort half in code)
        {
            BitConverter.TryWriteBytes(memory.AsSpan((int)at), half);
            at += 2;
        }
    }

    private void Put(uint address, uint value) => BitConverter.TryWriteBytes(memory.AsSpan((int)address), value);
}
