using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.ExceptionPrograms;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class ProtectionTests
{
    private const uint Control = 0xE000_ED94, RegionBase = 0xE000_ED9C, RegionAttributes = 0xE000_EDA0, FaultEnable = 0xE000_ED24;
    private const uint NoAccess = 0, ReadOnly = 6u << 24, PrivilegedOnly = 1u << 24, Full = 3u << 24, NeverExecutes = 1u << 28, Valid = 1u << 4;
    private const uint Guard = Ram + 0x4400;

    // movs r3,#0x11; str r3,[r5]; movs r3,#0x22; str r3,[r6]; movs r3,#0x33
    private static readonly ushort[] s_stores = [0x2311, 0x602B, 0x2322, 0x6033, 0x2333];

    // ldr r3,[r5]; movs r7,#1; ldr r3,[r6]; movs r7,#2
    private static readonly ushort[] s_loads = [0x682B, 0x2701, 0x6833, 0x2702];

    public static TheoryData<uint, uint, uint, bool, bool> Stores => new()
    {
        { Attributes(32, NoAccess), Guard + 0x20, Guard + 0x1C, false, false }, // a stack guard of 32 bytes: beside it, in it
        { Attributes(32, ReadOnly), Guard + 0x20, Guard, false, false },
        { Attributes(32, ReadOnly), Guard + 0x20, Guard, true, true },
        { Attributes(32, NoAccess), Guard - 4, Guard, true, false },
        { Attributes(1024, NoAccess), Guard + 1024, Guard + 1020, false, false },
        { Attributes(1024, PrivilegedOnly), Guard, Guard + 1020, false, true },
        { Attributes(256, NoAccess) | (1u << 8), Guard, Guard + 0x20, false, false }, // its first eighth is off
        { Attributes(256, NoAccess) | (1u << 9), Guard + 0x400, Guard, true, false },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_region_stops_what_it_forbids(uint attributes, uint allowed, uint other, bool loads, bool otherAllowed)
    {
        foreach (RecordedAccesses accesses in new[] { RecordedAccesses.All, RecordedAccesses.None })
        {
            ushort[] body = loads ? s_loads : s_stores;
            using var machine = new McuMachine(Board(), Image(ToEnd([.. Poke, .. body])), new MachineOptions { Accesses = accesses });
            machine.WriteRegister(CoreRegister.R5, allowed);
            machine.WriteRegister(CoreRegister.R6, other);
            machine.SetPokes((RegionBase, Guard | Valid | 3), (RegionAttributes, attributes), (Control, 5));
            if (otherAllowed)
            {
                Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(1000)));
                continue;
            }

            FirmwareFaultException error = Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(1000)));
            Assert.Equal((FaultKind.Protected, Code + (2 * (uint)Poke.Length) + (loads ? 4u : 6), new FaultAccess(other, 4, !loads)), (error.Fault.Kind, error.Fault.ProgramCounter, error.Fault.Access));
            Assert.Contains("memory protection unit forbids", error.Message, StringComparison.Ordinal);
            Assert.Equal(loads ? 0u : 0x11u, machine.Word(allowed));
            Assert.Equal(0u, machine.Word(other));
        }
    }

    /// <summary>Armv8-M: a region is a base with AP and XN, and the last 32 bytes; the aliases reach the other regions of a group of four.</summary>
    [Theory]
    [InlineData(RegionBase, RegionAttributes, 2u, false)] // privileged code reads only
    [InlineData(RegionBase, RegionAttributes, 3u, false)]
    [InlineData(RegionBase, RegionAttributes, 0u, true)]
    [InlineData(RegionBase, RegionAttributes, 1u, true)]
    [InlineData(RegionBase + 8, RegionAttributes + 8, 2u, false)] // RBAR_A1, RLAR_A1
    public void Regions_of_a_cortex_m33_end_at_their_limit(uint baseRegister, uint limitRegister, uint permission, bool writes)
    {
        using var machine = new McuMachine(Board(CoreKind.CortexM33), Image(ToEnd([.. Poke, .. s_stores])));
        machine.WriteRegister(CoreRegister.R5, Guard + 0x60);
        machine.WriteRegister(CoreRegister.R6, Guard + 0x5C);
        machine.SetPokes((baseRegister, Guard | (permission << 1) | 1), (limitRegister, (Guard + 0x40) | 1), (Control, 5));
        if (writes)
        {
            Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(1000)));
            return;
        }

        FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(1000))).Fault;
        Assert.Equal((FaultKind.Protected, new FaultAccess(Guard + 0x5C, 4, true)), (fault.Kind, fault.Access));
        Assert.Equal((0x11u, 0u), (machine.Word(Guard + 0x60), machine.Word(Guard + 0x5C)));
    }

    [Fact]
    public void Code_does_not_run_in_a_region_of_a_cortex_m33_that_forbids_it()
    {
        using var machine = new McuMachine(Board(CoreKind.CortexM33), Image([.. Poke, 0x4728])); // bx r5
        BitConverter.TryWriteBytes(machine.Memory(Ram + 0x5000, 4), 0xE7FE_2007); // movs r0,#7; b .
        machine.WriteRegister(CoreRegister.R5, Ram + 0x5001);
        machine.SetPokes((RegionBase, (Ram + 0x4000) | 3), (RegionAttributes, (Ram + 0x5FE0) | 1), (Control, 5));
        FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(1000))).Fault;
        Assert.Equal((FaultKind.Protected, Ram + 0x5000), (fault.Kind, fault.ProgramCounter));
    }

    [Fact]
    public void A_violation_goes_to_the_programs_handler()
    {
        ushort[] code = ToEnd([.. Poke, .. s_stores]);
        using var machine = new McuMachine(Board(), Image(code).WithHandler(4, FaultHandler), new MachineOptions { DeliverFaults = true });
        machine.WriteRegister(CoreRegister.R5, Guard + 0x40);
        machine.WriteRegister(CoreRegister.R6, Guard + 0x10);
        machine.RunPokes((FaultEnable, 1 << 16), (RegionBase, Guard | Valid), (RegionAttributes, Attributes(32, NoAccess)), (Control, 5));
        Assert.Equal((4u, 0x82u, Guard + 0x10), (machine.Word(Ram + 0x300), machine.Word(Ram + 0x304), machine.Word(Ram + 0x30C))); // DACCVIOL, MMARVALID
        Assert.Equal((0x33u, 0u), (machine.ReadRegister(CoreRegister.R3), machine.Word(Guard + 0x10)));
    }

    [Fact]
    public void Code_does_not_run_where_the_region_forbids_it_and_reset_forgets_the_regions()
    {
        using var machine = new McuMachine(Board(CoreKind.CortexM7), Image([.. Poke, 0x4728])); // bx r5
        for (int i = 0; i < 2; i++)
        {
            BitConverter.TryWriteBytes(machine.Memory(Ram + 0x5000, 4), 0xE7FE_2007); // movs r0,#7; b .
            machine.WriteRegister(CoreRegister.R5, Ram + 0x5001);
            machine.SetPokes((RegionBase, Ram | Valid), (RegionAttributes, Attributes(0x1_0000, Full) | NeverExecutes), (Control, i == 0 ? 5u : 4));
            if (i == 0)
                Assert.Equal((FaultKind.Protected, Ram + 0x5000), Fault(machine));
            else
                Assert.Equal(StopReason.ReachedAddress, machine.Run(Ram + 0x5002, Limit(1000)));
            machine.Reset();
        }

        static (FaultKind, uint) Fault(McuMachine machine)
        {
            FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(1000))).Fault;
            return (fault.Kind, fault.ProgramCounter);
        }
    }

    [Fact]
    public void A_snapshot_keeps_the_protection()
    {
        using var machine = new McuMachine(Board(), Image(ToEnd([.. Poke, .. s_stores])));
        machine.WriteRegister(CoreRegister.R5, Guard + 0x40);
        machine.WriteRegister(CoreRegister.R6, Guard + 0x10);
        using MachineSnapshot before = machine.Capture();
        machine.SetPokes((RegionBase, Guard | Valid), (RegionAttributes, Attributes(32, NoAccess)), (Control, 5));
        Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(1000)));
        machine.Restore(before);
        machine.RunPokes((RegionBase, Guard | Valid), (RegionAttributes, Attributes(32, NoAccess)));
        Assert.Equal(0x22u, machine.Word(Guard + 0x10));
    }

    private static uint Attributes(int bytes, uint access) => access | ((uint)(System.Numerics.BitOperations.Log2((uint)bytes) - 1) << 1) | 1;
}
