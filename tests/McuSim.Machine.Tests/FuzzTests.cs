using System.Diagnostics;
using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

/// <summary>It watches the memory of the process, so nothing else runs beside it.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("Alone")]
public sealed class FuzzTests
{
    /// <summary>Whatever bytes are executed: a fault with a name or a limit, never an end of the process.</summary>
    [Theory]
    [InlineData(CoreKind.CortexM0)]
    [InlineData(CoreKind.CortexM3)]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void Random_bytes_end_in_a_fault_or_at_a_limit(CoreKind core)
    {
        Dictionary<string, int> ends = [];
        long before = Process.GetCurrentProcess().PrivateMemorySize64;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random((seed * 8) + (int)core);
            using var machine = new McuMachine(Board(core), Image(RandomCode(random, 3800)), new MachineOptions { Accesses = seed % 2 == 0 ? RecordedAccesses.All : RecordedAccesses.None });
            using MachineSnapshot snapshot = machine.Capture();
            for (int start = 0; start < 40; start++)
            {
                for (CoreRegister r = CoreRegister.R0; r <= CoreRegister.Lr; r++)
                    machine.WriteRegister(r, random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : Ram + 0x8000 + ((uint)random.Next(0x2000) * 4));
                machine.WriteRegister(CoreRegister.Pc, Code + (2 * (uint)random.Next(3800)));
                string end = End(machine);
                ends[end] = ends.GetValueOrDefault(end) + 1;
                machine.Restore(snapshot);
            }
        }

        Assert.True(ends.Count >= 5, string.Join(", ", ends));
        Assert.DoesNotContain(nameof(FaultKind.Other), ends.Keys);
        Assert.InRange(Process.GetCurrentProcess().PrivateMemorySize64 - before, long.MinValue, 1L << 30);
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", ends));
    }

    /// <summary>Random code whose faults and interrupts go to handlers that are random code too, with vectors into the program.</summary>
    [Theory]
    [InlineData(CoreKind.CortexM0Plus)]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void Random_handlers_end_in_a_fault_or_at_a_limit(CoreKind core)
    {
        Dictionary<string, int> ends = [];
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random((seed * 8) + (int)core);
            FirmwareImage image = Image(RandomCode(random, 3800));
            for (uint vector = 2; vector < 64; vector++)
                image = image.With(Flash + (4 * vector), (ushort)((Code - Flash + (2 * (uint)random.Next(3800))) | 1), (ushort)(Flash >> 16));
            using var machine = new McuMachine(Board(core), image, new MachineOptions { DeliverFaults = true, Accesses = seed % 2 == 0 ? RecordedAccesses.All : RecordedAccesses.None });
            using MachineSnapshot snapshot = machine.Capture();
            for (int start = 0; start < 20; start++)
            {
                for (CoreRegister r = CoreRegister.R0; r <= CoreRegister.Lr; r++)
                    machine.WriteRegister(r, random.Next(3) == 0 ? 0xE000_E000 + ((uint)random.Next(0x400) * 4) : Ram + 0x8000 + ((uint)random.Next(0x2000) * 4));
                machine.WriteRegister(CoreRegister.Sp, StackTop);
                machine.WriteRegister(CoreRegister.Pc, Code + (2 * (uint)random.Next(3800)));
                string end = End(machine);
                ends[end] = ends.GetValueOrDefault(end) + 1;
                machine.Restore(snapshot);
            }
        }

        Assert.True(ends.Count >= 3, string.Join(", ", ends));
        Assert.DoesNotContain(nameof(FaultKind.Other), ends.Keys);
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", ends));
    }

    /// <summary>Damaged images run, fault or are refused.</summary>
    [Fact]
    public void Damaged_images_run_fault_or_are_refused()
    {
        byte[] sample = ElfBuilder.Sample();
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = (byte[])sample.Clone();
            for (int n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var machine = new McuMachine(Board(), ElfReader.Parse("fuzz.elf", bytes));
                End(machine);
            }
            catch (McuSimException e)
            {
                Assert.Equal(ExitCode.BadInput, e.ExitCode);
            }
        }
    }

    private static string End(McuMachine machine)
    {
        try
        {
            StopReason reason = machine.Run(null, Limit(20_000));
            Assert.InRange(machine.InstructionsExecuted, 0, 20_000);
            return reason.ToString();
        }
        catch (FirmwareFaultException e)
        {
            Assert.StartsWith("The firmware ", e.Message, StringComparison.Ordinal);
            return e.Fault.Kind.ToString();
        }
    }

    /// <summary>Random halfwords, more of them than by chance from the 32-bit, system and coprocessor encodings.</summary>
    private static ushort[] RandomCode(Random random, int length)
    {
        int bias = random.Next(5);
        ushort[] code = new ushort[length];
        for (int i = 0; i < length; i++)
        {
            int half = random.Next(0x10000);
            code[i] = (ushort)(random.Next(3) > 0 ? half : bias switch
            {
                1 => 0xE800 | (half & 0x17FF),
                2 => 0xF3B0 ^ (half & 0x7F),
                3 => 0xEC00 | (half & 0x13FF),
                4 => 0xBF00 | (half & 0xFF),
                _ => half,
            });
        }

        return code;
    }
}
