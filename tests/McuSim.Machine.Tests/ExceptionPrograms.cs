using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

/// <summary>Programs and handlers for the tests of exceptions.</summary>
internal static class ExceptionPrograms
{
    internal const uint Log = Ram + 0x100, Pokes = Ram + 0x400, Handlers = Flash + 0x1000;

    /// <summary>Stores the pairs of address and value that R4 points to, until an address is zero: loop: ldm r4!,{r0,r1}; cmp r0,#0; beq 1f; str r1,[r0]; b loop; 1: dsb; isb; nop.</summary>
    internal static readonly ushort[] Poke = [0xCC03, 0x2800, 0xD001, 0x6001, 0xE7FA, 0xF3BF, 0x8F4F, 0xF3BF, 0x8F6F, 0xBF00];

    /// <summary>The same with interrupts off: cpsid i; (stores); cpsie i; nop.</summary>
    internal static readonly ushort[] MaskedPoke = [0xB672, 0xBF00, 0xCC03, 0x2800, 0xD001, 0x6001, 0xE7FA, 0xB662, 0xBF00];

    /// <summary>The same with BASEPRI 0x60: movs r0,#0x60; msr basepri,r0; nop; (stores); appends 77 to the log; movs r0,#0; msr basepri,r0; nop; b (over the literal).</summary>
    internal static readonly ushort[] BasePriorityPoke =
        [0x2060, 0xF380, 0x8811, 0xBF00, 0xCC03, 0x2800, 0xD001, 0x6001, 0xE7FA, 0x214D, 0x4A04, 0x6813, 0x3301, 0x6013, 0x54D1, 0x2000, 0xF380, 0x8811, 0xBF00, 0xE001, 0x0100, 0x2000];

    /// <summary>Appends IPSR to the log: ldr r2,=Log; ldr r3,[r2]; adds r3,#1; str r3,[r2]; mrs r1,ipsr; strb r1,[r2,r3]; bx lr.</summary>
    internal static readonly ushort[] LogHandler = [0x4A04, 0x6813, 0x3301, 0x6013, 0xF3EF, 0x8105, 0x54D1, 0x4770, 0xBF00, 0x0000, 0x0100, 0x2000];

    /// <summary>Appends IPSR to the log, makes interrupt 1 pending, appends IPSR + 100: push {r4,lr}; mrs r1,ipsr; bl log; ldr r0,=ISPR; movs r1,#2; str r1,[r0]; dsb; isb; mrs r1,ipsr; adds r1,#100; bl log; pop {r4,pc}.</summary>
    internal static readonly ushort[] NestingHandler =
    [
        0xB510, 0xF3EF, 0x8105, 0xF000, 0xF80D, 0x4809, 0x2102, 0x6001, 0xF3BF, 0x8F4F, 0xF3BF, 0x8F6F, 0xF3EF, 0x8105, 0x3164, 0xF000, 0xF801, 0xBD10,
        0x4A03, 0x6813, 0x3301, 0x6013, 0x54D1, 0x4770, 0xE200, 0xE000, 0x0100, 0x2000,
    ];

    /// <summary>Counts in the word at Log: ldr r2,=Log; ldr r3,[r2]; adds r3,#1; str r3,[r2]; bx lr.</summary>
    internal static readonly ushort[] CountHandler = [0x4A02, 0x6813, 0x3301, 0x6013, 0x4770, 0x0000, 0x0100, 0x2000];

    /// <summary>Stores IPSR, CFSR, HFSR, MMFAR, BFAR, the stacked PC and LR at Ram + 0x300, and goes on 2 bytes after the fault.</summary>
    internal static readonly ushort[] FaultHandler =
    [
        0x4A0A, 0xF3EF, 0x8105, 0x6011, 0x4B09, 0x6819, 0x6051, 0x6859, 0x6091, 0x68D9, 0x60D1, 0x6919, 0x6111, 0x9906, 0x6151, 0x3102, 0x9106, 0xF8C2, 0xE018, 0x4770, 0xBF00,
        0x0000, 0x0300, 0x2000, 0xED28, 0xE000,
    ];

    internal static FirmwareImage WithHandler(this FirmwareImage image, int exception, params ushort[] code)
    {
        uint address = Handlers + (0x80 * (uint)exception);
        return image.With(Flash + (4 * (uint)exception), (ushort)(address | 1), (ushort)(address >> 16)).With(address, code);
    }

    /// <summary>Gives the program its pairs of address and value, and lets it run to the end.</summary>
    internal static McuMachine RunPokes(this McuMachine machine, params (uint Address, uint Value)[] pokes)
    {
        machine.SetPokes(pokes);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100_000)));
        return machine;
    }

    internal static void SetPokes(this McuMachine machine, params (uint Address, uint Value)[] pokes)
    {
        machine.WriteRegister(CoreRegister.R4, Pokes);
        machine.Memory(Log, 1)[0] = 3; // the index of the last byte: the log begins after this word
        for (int i = 0; i < pokes.Length; i++)
        {
            BitConverter.TryWriteBytes(machine.Memory(Pokes + (8 * (uint)i), 4), pokes[i].Address);
            BitConverter.TryWriteBytes(machine.Memory(Pokes + (8 * (uint)i) + 4, 4), pokes[i].Value);
        }
    }

    internal static uint Word(this McuMachine machine, uint address) => BitConverter.ToUInt32(machine.Memory(address, 4));

    internal static byte[] LogBytes(this McuMachine machine) => machine.Memory(Log + 4, (int)machine.Word(Log) - 3).ToArray();

    /// <summary>Exceptions as text: the number, with r for a return and t for tail-chaining.</summary>
    internal static string Exceptions(this Recorder recorder) => string.Join(
        " ", recorder.Events.Where(e => e.Kind == ExecutionEventKind.Exception).Select(e => $"{e.Size}{(e.IsReturn ? "r" : "")}{(e.IsTailChained ? "t" : "")}"));
}
