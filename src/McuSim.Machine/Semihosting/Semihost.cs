using System.Buffers.Binary;
using System.Text;
using McuSim.Machine.Semihosting;

namespace McuSim.Machine;

/// <summary>
/// Answers a program's semihosting calls: BKPT 0xAB with the operation in R0, its argument in R1 and the answer in R0 (Arm, "Semihosting for
/// AArch32 and AArch64"). The calls take no simulated time. One for one machine.
/// </summary>
public sealed class Semihost(SemihostingOptions options) : IDisposable
{
    /// <summary>The immediate value of the BKPT instruction that asks for a service.</summary>
    public const byte BreakpointValue = 0xAB;

    private const uint Failed = uint.MaxValue;
    private const uint ApplicationExit = 0x20026; // ADP_Stopped_ApplicationExit
    private const int CyclesToCentiseconds = 100;

    private readonly HostFiles files = new(options);

    /// <summary>The code the program ended with; null while it has not ended. Ends for another reason than its own wish count as 1.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The first operation asked for that the specification does not have, and where; null for none. Most often R0 was expected to outlive the call before.</summary>
    public (uint Operation, uint Address)? Unknown { get; private set; }

    /// <summary>Answers the call that the machine has stopped at. The PC stays where it is.</summary>
    /// <returns>Whether the program goes on behind the instruction; false when it has ended.</returns>
    public bool Answer(McuMachine machine)
    {
        var memory = new GuestMemory(machine);
        var operation = (SemihostingOperation)machine.ReadRegister(CoreRegister.R0);
        uint argument = machine.ReadRegister(CoreRegister.R1);
        if (operation == SemihostingOperation.Exit)
            ExitCode = argument == ApplicationExit ? 0 : 1;
        else if (operation == SemihostingOperation.ExitExtended)
            ExitCode = memory.Word(argument) == ApplicationExit ? (int)(memory.Word(argument + 4) ?? 1) : 1;
        else
            machine.WriteRegister(CoreRegister.R0, Result(operation, argument, memory, machine));
        return ExitCode is null;
    }

    /// <summary>Closes the program's files.</summary>
    public void Dispose() => files.Dispose();

    private uint Result(SemihostingOperation operation, uint argument, GuestMemory memory, McuMachine machine)
    {
        uint Field(uint index) => memory.Word(argument + (4 * index)) ?? 0;
        switch (operation)
        {
            case SemihostingOperation.Open:
                return memory.Text(Field(0), Field(2)) is { } name ? (uint)files.Open(name, Field(1)) : Failed;
            case SemihostingOperation.Close:
                return files.Close(Field(0)) ? 0 : Failed;
            case SemihostingOperation.WriteCharacter:
                Span<byte> character = stackalloc byte[1];
                if (memory.TryRead(argument, character))
                    options.Output.Write(character);
                return 0;
            case SemihostingOperation.WriteString:
                options.Output.Write(memory.ZeroTerminated(argument));
                return 0;
            case SemihostingOperation.Write:
                return NotWritten(memory, Field(0), Field(1), Field(2));
            case SemihostingOperation.Read:
                return NotRead(memory, Field(0), Field(1), Field(2));
            case SemihostingOperation.ReadCharacter:
                return (uint)options.Input.ReadByte();
            case SemihostingOperation.IsError:
                return (int)Field(0) < 0 ? 1u : 0;
            case SemihostingOperation.IsTerminal:
                return files.Find(Field(0)) is { } file ? file.IsTerminal ? 1u : 0 : Failed;
            case SemihostingOperation.Seek:
                return files.Find(Field(0)) is { } seeking && files.Guarded<object>(() => seeking.Seek(Field(1)) ? seeking : null) is not null ? 0 : Failed;
            case SemihostingOperation.FileLength:
                return files.Find(Field(0)) is { } measured ? (uint)(files.Guarded(() => measured.Length) ?? -1) : Failed;
            case SemihostingOperation.TemporaryName:
                return PutText(memory, Field(0), Field(2), $"tmp{Field(1) & 0xFF:x2}") ? 0 : Failed;
            case SemihostingOperation.Remove:
                return memory.Text(Field(0), Field(1)) is { } removed && files.Remove(removed) ? 0 : Failed;
            case SemihostingOperation.Rename:
                return memory.Text(Field(0), Field(1)) is { } from && memory.Text(Field(2), Field(3)) is { } to && files.Rename(from, to) ? 0 : Failed;
            case SemihostingOperation.Clock:
                return (uint)(UInt128.One * options.Cycles() * CyclesToCentiseconds / (ulong)options.ClockHz);
            case SemihostingOperation.Time:
                return (uint)(options.Cycles() / (ulong)options.ClockHz);
            case SemihostingOperation.ErrorNumber:
                return (uint)files.ErrorNumber;
            case SemihostingOperation.CommandLine:
                return CommandLine(memory, argument, Field(0), Field(1));
            case SemihostingOperation.HeapInformation:
                HeapInformation(memory, Field(0), machine);
                return 0;
            case SemihostingOperation.Elapsed:
                Span<byte> ticks = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(ticks, options.Cycles());
                return memory.TryWrite(argument, ticks) ? 0 : Failed;
            case SemihostingOperation.TickFrequency:
                return (uint)options.ClockHz;
            case SemihostingOperation.System:
                return Failed; // the host runs no commands for a program
            default:
                Unknown ??= ((uint)operation, machine.ReadRegister(CoreRegister.Pc));
                return Failed;
        }
    }

    private uint NotWritten(GuestMemory memory, uint handle, uint address, uint length)
    {
        if (files.Find(handle) is not { } file)
            return length;
        while (length > 0)
        {
            var bytes = new byte[(int)Math.Min(length, GuestMemory.ChunkBytes)];
            if (!memory.TryRead(address, bytes) || files.Guarded<object>(() => file.Write(bytes) ? file : null) is null)
                break;
            address += (uint)bytes.Length;
            length -= (uint)bytes.Length;
        }

        return length;
    }

    private uint NotRead(GuestMemory memory, uint handle, uint address, uint length)
    {
        if (files.Find(handle) is not { } file)
            return length;
        while (length > 0)
        {
            var bytes = new byte[(int)Math.Min(length, GuestMemory.ChunkBytes)];
            int count = files.Guarded(() => file.Read(bytes)) ?? 0;
            if (count == 0 || !memory.TryWrite(address, bytes.AsSpan(0, count)))
                break;
            address += (uint)count;
            length -= (uint)count;
            if (file.IsTerminal || count < bytes.Length)
                break; // a console gives a line at a time
        }

        return length;
    }

    private uint CommandLine(GuestMemory memory, uint block, uint buffer, uint size) =>
        PutText(memory, buffer, size, options.CommandLine) && memory.TryWriteWord(block + 4, (uint)Encoding.UTF8.GetByteCount(options.CommandLine)) ? 0 : Failed;

    private static bool PutText(GuestMemory memory, uint buffer, uint size, string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        return bytes.Length <= size && memory.TryWrite(buffer, bytes);
    }

    /// <summary>The heap lies between the end of static data and the stack, where the image names it; 0 leaves a field to the program's own library.</summary>
    private static void HeapInformation(GuestMemory memory, uint block, McuMachine machine)
    {
        uint heap = (machine.Symbols.Find("__HeapBase") ?? machine.Symbols.Find("end") ?? machine.Symbols.Find("_end"))?.Address ?? 0;
        uint stack = machine.InitialStackPointer;
        uint limit = machine.Symbols.Find("__HeapLimit")?.Address ?? (heap != 0 && heap < stack ? stack : 0);
        ReadOnlySpan<uint> fields = [heap, limit, stack, 0];
        for (int i = 0; i < fields.Length; i++)
            memory.TryWriteWord(block + (4 * (uint)i), fields[i]);
    }
}
