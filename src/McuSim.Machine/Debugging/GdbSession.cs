using System.Globalization;
using System.Text;

namespace McuSim.Machine.Debugging;

/// <summary>Answers the packets of one debugger.</summary>
internal sealed class GdbSession
{
    private const int PacketSize = 0x3000;

    private readonly GdbConnection connection;
    private readonly McuMachine machine;
    private readonly DebugControl debug;
    private readonly GdbRegisters registers;
    private readonly Func<int?> exitCode;
    private string stopReply = "T05thread:1;";
    private uint? stoppedAtOwnBreakpoint;
    private GdbEnd? end;

    internal GdbSession(GdbConnection connection, McuMachine machine, Func<int?> exitCode)
    {
        this.connection = connection;
        this.machine = machine;
        this.exitCode = exitCode;
        debug = machine.Debug ?? throw new ArgumentException("The machine is not debuggable.", nameof(machine));
        registers = machine.DebugRegisters();
    }

    /// <summary>Until the session ends.</summary>
    internal GdbEnd Serve(CancellationToken cancellation)
    {
        while (end is null)
        {
            if (connection.Read(cancellation) is not { } packet) return GdbEnd.Killed;
            string? answer = Answer(packet, cancellation);
            if (answer is not null) connection.Send(answer);
            if (packet == "QStartNoAckMode") connection.StopAcknowledging();
        }

        return end.Value;
    }

    /// <summary>The answer; empty for what this server does not know, null for none.</summary>
    private string? Answer(string packet, CancellationToken cancellation)
    {
        string rest = packet.Length > 0 ? packet[1..] : "";
        switch (packet.Length > 0 ? packet[0] : '\0')
        {
            case '?': return stopReply;
            case 'g': return string.Concat(Enumerable.Range(0, 16).Select(registers.Read));
            case 'G': return WriteAll(rest);
            case 'p': return GdbText.TryNumber(rest, out uint read) && registers.IndexOf((int)read) is >= 0 and var index ? registers.Read(index) : "E01";
            case 'P': return WriteRegister(rest);
            case 'm': return ReadMemory(rest);
            case 'M': return WriteMemory(rest, binary: false);
            case 'X': return WriteMemory(rest, binary: true);
            case 'Z': return Point(rest, insert: true);
            case 'z': return Point(rest, insert: false);
            case 'c' or 'C': return Resume(steps: false, cancellation);
            case 's' or 'S': return Resume(steps: true, cancellation);
            case 'H' or 'T' or '!': return "OK";
            case 'D': end = GdbEnd.Detached; return "OK";
            case 'k': end = GdbEnd.Killed; return null;
            case 'v': return Verbose(packet, cancellation);
            case 'q': return Query(packet);
            case 'Q': return packet == "QStartNoAckMode" ? "OK" : "";
            default: return "";
        }
    }

    private string? Verbose(string packet, CancellationToken cancellation)
    {
        if (packet == "vCont?") return "vCont;c;C;s;S";
        if (packet.StartsWith("vCont;", StringComparison.Ordinal)) return Resume(packet[6] is 's' or 'S', cancellation);
        if (!packet.StartsWith("vKill", StringComparison.Ordinal)) return "";
        end = GdbEnd.Killed;
        return "OK";
    }

    private string Query(string packet)
    {
        if (packet.StartsWith("qSupported", StringComparison.Ordinal))
            return string.Create(CultureInfo.InvariantCulture, $"PacketSize={PacketSize:x};QStartNoAckMode+;vContSupported+;qXfer:features:read+;qXfer:memory-map:read+");
        if (packet.StartsWith("qXfer:features:read:target.xml:", StringComparison.Ordinal)) return Part(registers.Description, packet);
        if (packet.StartsWith("qXfer:memory-map:read::", StringComparison.Ordinal)) return Part(GdbMemoryMap.Describe(machine.Board), packet);
        if (packet.StartsWith("qRcmd,", StringComparison.Ordinal)) return Monitor(packet[6..]);
        return packet switch { "qAttached" => "1", "qC" => "QC1", "qfThreadInfo" => "m1", "qsThreadInfo" => "l", _ => "" };
    }

    private string Monitor(string hexadecimal)
    {
        string command = hexadecimal.Length % 2 == 0 && hexadecimal.All(char.IsAsciiHexDigit) ? Encoding.UTF8.GetString(Convert.FromHexString(hexadecimal)).Trim() : "";
        string text;
        switch (command)
        {
            case "reset" or "reset halt" or "reset init":
                machine.Reset();
                text = "The board was reset; the program is stopped at its first instruction.\n";
                break;
            case "cycles":
                text = string.Create(CultureInfo.InvariantCulture, $"{machine.Cycles} cycles, {machine.InstructionsExecuted} instructions since reset\n");
                break;
            case "halt":
                return "OK"; // It is.
            default:
                text = "monitor reset    reset the board and stop at the first instruction\nmonitor cycles   cycles and instructions since reset\n";
                break;
        }

        return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
    }

    private string? Resume(bool steps, CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        connection.OnInterrupt(interrupt.Cancel);
        try
        {
            StepOverBreakpointInstruction();
            StopReason reason;
            while ((reason = steps ? machine.Step(interrupt.Token) : machine.Run(null, RunLimits.None, interrupt.Token)) == StopReason.ResetRequested)
                machine.Reset();
            cancellation.ThrowIfCancellationRequested();
            stopReply = Reply(reason);
        }
        catch (FirmwareFaultException e)
        {
            connection.Send("O" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(e.Message + "\n")));
            stopReply = "T0bthread:1;";
        }
        finally
        {
            connection.OnInterrupt(null);
        }

        return stopReply;
    }

    private string Reply(StopReason reason)
    {
        if (reason == StopReason.Watchpoint)
        {
            Watchpoint hit = debug.Watchpoints.FirstOrDefault(w => debug.WatchedAddress - w.Address < w.Length);
            string kind = hit.Kind switch { WatchKind.Read => "rwatch", WatchKind.Access => "awatch", _ => "watch" };
            return string.Create(CultureInfo.InvariantCulture, $"T05{kind}:{debug.WatchedAddress:x};thread:1;");
        }

        if (reason == StopReason.Exited && exitCode() is { } code)
        {
            end = GdbEnd.Exited;
            return string.Create(CultureInfo.InvariantCulture, $"W{code & 0xFF:x2}");
        }

        if (reason == StopReason.Exited) stoppedAtOwnBreakpoint = machine.ReadRegister(CoreRegister.Pc);
        return reason == StopReason.Cancelled ? "T02thread:1;" : "T05thread:1;";
    }

    /// <summary>A BKPT instruction of the program's own stopped it: going on means going on behind it.</summary>
    private void StepOverBreakpointInstruction()
    {
        uint pc = machine.ReadRegister(CoreRegister.Pc);
        if (pc == stoppedAtOwnBreakpoint) machine.WriteRegister(CoreRegister.Pc, (pc + 2) | 1);
        stoppedAtOwnBreakpoint = null;
    }

    private string Point(string text, bool insert)
    {
        string[] parts = text.Split(',', ';');
        if (parts.Length < 3 || !GdbText.TryNumber(parts[1], out uint address) || !GdbText.TryNumber(parts[2], out uint length)) return "E01";
        if (parts[0] is "0" or "1")
        {
            if (insert) debug.AddBreakpoint(address & ~1u);
            else debug.RemoveBreakpoint(address & ~1u);
            return "OK";
        }

        WatchKind kind = parts[0] switch { "2" => WatchKind.Write, "3" => WatchKind.Read, "4" => WatchKind.Access, _ => 0 };
        if (kind == 0) return "";
        var watchpoint = new Watchpoint(address, length, kind);
        if (insert) return debug.AddWatchpoint(watchpoint) ? "OK" : "E02";
        debug.RemoveWatchpoint(watchpoint);
        return "OK";
    }

    private string WriteAll(string digits)
    {
        int at = 0;
        for (int i = 0; i < 16 && at + 8 <= digits.Length; at += registers.Digits(i++))
            _ = registers.Write(i, digits.AsSpan(at, registers.Digits(i)));
        return "OK";
    }

    private string WriteRegister(string text)
    {
        string[] parts = text.Split('=');
        return parts.Length == 2 && GdbText.TryNumber(parts[0], out uint number) && registers.IndexOf((int)number) is >= 0 and var index && registers.Write(index, parts[1]) ? "OK" : "E01";
    }

    private string ReadMemory(string text)
    {
        string[] parts = text.Split(',');
        if (parts.Length != 2 || !GdbText.TryNumber(parts[0], out uint address) || !GdbText.TryNumber(parts[1], out uint length)) return "E01";
        var bytes = new byte[Math.Min(length, PacketSize / 2)];
        return debug.TryRead(address, bytes) ? Convert.ToHexStringLower(bytes) : "E14";
    }

    private string WriteMemory(string text, bool binary)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string[] parts = colon < 0 ? [] : text[..colon].Split(',');
        if (parts.Length != 2 || !GdbText.TryNumber(parts[0], out uint address) || !GdbText.TryNumber(parts[1], out uint length)) return "E01";
        string data = text[(colon + 1)..];
        byte[] bytes = binary ? GdbText.Unescape(data) : data.Length % 2 == 0 && data.All(char.IsAsciiHexDigit) ? Convert.FromHexString(data) : [];
        return bytes.Length == length && debug.TryWrite(address, bytes) ? "OK" : "E14";
    }

    private static string Part(string document, string packet)
    {
        string[] range = packet[(packet.LastIndexOf(':') + 1)..].Split(',');
        if (range.Length != 2 || !GdbText.TryNumber(range[0], out uint from) || !GdbText.TryNumber(range[1], out uint length)) return "E01";
        int start = (int)Math.Min(from, document.Length), count = (int)Math.Min(length, document.Length - start);
        return (start + count < document.Length ? "m" : "l") + document.Substring(start, count);
    }
}
