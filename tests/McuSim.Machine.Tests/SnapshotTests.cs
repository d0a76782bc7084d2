using System.Diagnostics;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class SnapshotTests
{
    // loop: ldr r0,[r1]; adds r0,#1; str r0,[r1]; vmov s5,r0; b loop
    private static readonly ushort[] Counter = [0x6808, 0x3001, 0x6008, 0xEE02, 0x0A90, 0xE7F9];

    [Fact]
    public void Restoring_brings_back_registers_memory_and_counts()
    {
        using McuMachine machine = new McuMachine(Board(), Image(Counter)).WithFpu();
        long setUp = machine.InstructionsExecuted;
        machine.WriteRegister(CoreRegister.R1, Ram + 0x1234);
        for (int i = 0; i < 10; i++) machine.Run(Code, Limit(100));
        using MachineSnapshot snapshot = machine.Capture();
        string[]? first = null;
        for (int round = 0; round < 20; round++)
        {
            var recorder = new Recorder();
            machine.Observers.Add(recorder);
            machine.Run(null, Limit(500 + (100 * (round % 2))));
            machine.Observers.Remove(recorder);
            first ??= recorder.Text;
            Assert.Equal(first, recorder.Text[..first.Length]);
            Assert.NotEqual(10, BitConverter.ToInt32(machine.Memory(Ram + 0x1234, 4)));
            machine.Restore(snapshot);
            Assert.Equal(10, BitConverter.ToInt32(machine.Memory(Ram + 0x1234, 4)));
            Assert.Equal((10u, Code, 50 + setUp), (machine.ReadRegister(CoreRegister.R0), machine.ReadRegister(CoreRegister.Pc), machine.InstructionsExecuted));
        }
    }

    [Fact]
    public void Code_in_memory_that_a_restore_changes_is_translated_again()
    {
        // start: blx r3; b .   patch (at +0x20): str r0,[r1]; blx r3; b .
        using var machine = new McuMachine(Board(), Image(0x4798, 0xE7FE).With(Code + 0x20, 0x6008, 0x4798, 0xE7FE));
        machine.WriteRegister(CoreRegister.R1, Ram + 0x100);
        machine.WriteRegister(CoreRegister.R3, Ram + 0x101);
        BitConverter.TryWriteBytes(machine.Memory(Ram + 0x100, 4), 0x4770_2200 + 7); // movs r2,#7; bx lr
        using MachineSnapshot snapshot = machine.Capture();
        for (uint value = 1; value < 4; value++)
        {
            machine.Run(Code + 2, Limit(100));
            Assert.Equal(7u, machine.ReadRegister(CoreRegister.R2));
            machine.Restore(snapshot);
            machine.WriteRegister(CoreRegister.R0, 0x4770_2200 + value);
            machine.WriteRegister(CoreRegister.Pc, Code + 0x20);
            machine.Run(Code + 0x24, Limit(100));
            Assert.Equal(value, machine.ReadRegister(CoreRegister.R2));
            machine.Restore(snapshot);
        }
    }

    [Fact]
    public void Restoring_is_possible_after_a_fault()
    {
        using var machine = new McuMachine(Board(), Image(0x2001, 0x6813, 0xE7FE)); // movs r0,#1; ldr r3,[r2]; b .
        machine.WriteRegister(CoreRegister.R2, 0x6000_0000);
        using MachineSnapshot snapshot = machine.Capture();
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<FirmwareFaultException>(() => machine.Run(Code + 4, Limit(100)));
            machine.Restore(snapshot);
            Assert.Equal(0u, machine.ReadRegister(CoreRegister.R0));
        }

        machine.WriteRegister(CoreRegister.R2, Ram);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(Code + 4, Limit(100)));
    }

    [Fact]
    public void A_snapshot_of_another_machine_is_refused()
    {
        using var first = new McuMachine(Board(), Image(Counter));
        using var second = new McuMachine(Board(), Image(Counter));
        using MachineSnapshot snapshot = first.Capture();
        Assert.Throws<ArgumentException>(() => second.Restore(snapshot));
    }

    [Fact]
    public void Thousands_of_restores_take_no_time()
    {
        using McuMachine machine = new McuMachine(Board(), Image(Counter), new MachineOptions { Accesses = RecordedAccesses.None }).WithFpu();
        machine.WriteRegister(CoreRegister.R1, Ram + 0x1234);
        using MachineSnapshot snapshot = machine.Capture();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 5000; i++)
        {
            machine.Run(Code, Limit(100));
            machine.Restore(snapshot);
        }

        TestContext.Current.SendDiagnosticMessage($"{watch.Elapsed.TotalMicroseconds / 5000:F1} us per run and restore");
        Assert.InRange(watch.ElapsedMilliseconds, 0, 20_000);
    }
}
