using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class DeviceTests
{
    [Fact]
    public void Peripherals_remember_what_is_written()
    {
        // ldr r3,[r0]; str r1,[r0]; ldr r2,[r0]; strb r1,[r0,#9]; ldrh r4,[r0,#8]; ldr r5,[r0,#8]
        using var machine = new McuMachine(Board(), Image(ToEnd(0x6803, 0x6001, 0x6802, 0x7241, 0x8904, 0x6885)));
        machine.WriteRegister(CoreRegister.R0, 0x4002_1000);
        machine.WriteRegister(CoreRegister.R1, 0x1234_5678);
        using MachineSnapshot snapshot = machine.Capture();
        for (int i = 0; i < 3; i++)
        {
            machine.Run(End, Limit(100));
            Assert.Equal([0u, 0x1234_5678, 0x7800, 0x7800], new[] { CoreRegister.R3, CoreRegister.R2, CoreRegister.R4, CoreRegister.R5 }.Select(machine.ReadRegister));
            machine.Restore(snapshot);
        }
    }

    [Theory]
    [InlineData(CoreKind.CortexM7, Flash)]
    [InlineData(CoreKind.CortexM7, Flash, true)]
    [InlineData(CoreKind.CortexM4, 0u, true)]
    [InlineData(CoreKind.CortexM4, Flash)] // as a boot loader leaves it: RP2040's second stage
    public void The_vector_table_register_begins_with_where_the_core_boots(CoreKind core, uint expected, bool showsAtZero = false)
    {
        MemoryRegion[] boot = showsAtZero ? [new MemoryRegion("boot", MemoryKind.Flash, 0, 0x1_0000, true, 0, 0, "flash")] : [];
        using var machine = new McuMachine(Board(core, boot), Image(ToEnd(0x6881))); // ldr r1,[r0,#8]
        machine.WriteRegister(CoreRegister.R0, 0xE000_ED00);
        machine.Run(End, Limit(10));
        Assert.Equal(expected, machine.ReadRegister(CoreRegister.R1));
    }

    [Fact]
    public void Caches_are_described_and_switched()
    {
        // r0 = 0xE000ED00: ldr r1,[r0,#0x14]; orrs r1,r2; str r1,[r0,#0x14]; str r3,[r0,#0x84]; dsb; ldr.w r4,[r0,#0x80]; str.w r3,[r0,#0x250]
        using var machine = new McuMachine(Board(CoreKind.CortexM7), Image(ToEnd(
            0x6941, 0x4311, 0x6141, 0xF8C0, 0x3084, 0xF3BF, 0x8F4F, 0xF8D0, 0x4080, 0xF8C0, 0x3250)));
        machine.WriteRegister(CoreRegister.R0, 0xE000_ED00);
        machine.WriteRegister(CoreRegister.R2, 1 << 17);
        machine.WriteRegister(CoreRegister.R3, 0);
        machine.Run(End, Limit(100));
        Assert.True(machine.InstructionCacheEnabled);
        Assert.False(machine.DataCacheEnabled);
        Assert.Equal(1, machine.CacheMaintenanceOperations);
        uint ccsidr = machine.ReadRegister(CoreRegister.R4); // 32 KiB, 4 ways, lines of 32 bytes: 256 sets
        Assert.Equal((255u, 3u, 1u), ((ccsidr >> 13) & 0x7FFF, (ccsidr >> 3) & 0x3FF, ccsidr & 7));
    }

    [Fact]
    public void The_cycle_counter_counts_instructions_or_what_it_is_given()
    {
        // r0 = 0xE0001000: str r1,[r0] (enable); nop; nop; nop; isb; ldr r2,[r0,#4]; isb; ldr r3,[r0,#4]
        ushort[] code = ToEnd(0x6001, 0xBF00, 0xBF00, 0xBF00, 0xF3BF, 0x8F6F, 0x6842, 0xF3BF, 0x8F6F, 0x6843);
        using var machine = new McuMachine(Board(), Image(code));
        machine.WriteRegister(CoreRegister.R0, 0xE000_1000);
        machine.WriteRegister(CoreRegister.R1, 1);
        using MachineSnapshot snapshot = machine.Capture();
        machine.Run(End, Limit(100));
        Assert.Equal(2u, machine.ReadRegister(CoreRegister.R3) - machine.ReadRegister(CoreRegister.R2));
        machine.Restore(snapshot);
        ulong clock = 1000;
        machine.CycleSource = () => clock += 500;
        machine.Run(End, Limit(100));
        Assert.Equal(500u, machine.ReadRegister(CoreRegister.R3) - machine.ReadRegister(CoreRegister.R2));
    }

    [Fact]
    public void SysTick_counts_down_and_wraps()
    {
        // r0 = 0xE000E010: str r1,[r0,#4] (reload); str r2,[r0,#8]; str r2,[r0] (enable); ldr r3,[r0,#8]; ldr r4,[r0,#8]; ldr r5,[r0]; ldr r6,[r0]; ldr r7,[r0]
        ulong clock = 0;
        using var machine = new McuMachine(Board(), Image(ToEnd(0x6041, 0x6082, 0x6002, 0x6883, 0x6884, 0x6805, 0x6806, 0x6807))) { CycleSource = () => clock += 30 };
        machine.WriteRegister(CoreRegister.R0, 0xE000_E010);
        machine.WriteRegister(CoreRegister.R1, 99);
        machine.WriteRegister(CoreRegister.R2, 5);
        machine.Run(End, Limit(100));
        uint first = machine.ReadRegister(CoreRegister.R3), second = machine.ReadRegister(CoreRegister.R4);
        Assert.Equal(30u, first - second);
        Assert.InRange(first, 0u, 99u);
        // Enabled at 0 with a reload value of 99: the counter reaches zero 100 cycles later, between the readings at 90 and 120.
        Assert.Equal([5u, 5u | (1 << 16), 5u], new[] { CoreRegister.R5, CoreRegister.R6, CoreRegister.R7 }.Select(machine.ReadRegister));
    }

    [Fact]
    public void Registers_that_are_not_modelled_read_zero_and_are_counted()
    {
        using var machine = new McuMachine(Board(), Image(ToEnd(0x6001, 0x6802))); // str r1,[r0]; ldr r2,[r0]
        machine.WriteRegister(CoreRegister.R0, 0xE000_EF90);
        machine.WriteRegister(CoreRegister.R1, 1);
        machine.Run(End, Limit(100));
        Assert.Equal(0u, machine.ReadRegister(CoreRegister.R2));
        Assert.Equal(2, machine.UnmodelledRegisterAccesses);
    }
}
