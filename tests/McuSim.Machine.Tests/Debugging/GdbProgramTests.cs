using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using McuSim.Machine;
using McuSim.Machine.Debugging;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Debugging;

/// <summary>A session with the debugger that users have.</summary>
public sealed class GdbProgramTests
{
    [Fact]
    public async Task Gdb_breaks_watches_steps_and_reads()
    {
        // movs r0,#1; str r0,[r1]; adds r0,#1; str r0,[r1]; nop; bkpt 0; b .
        using var machine = new McuMachine(Board(), Image(0x2001, 0x6008, 0x3001, 0x6008, 0xBF00, 0xBE00, 0xE7FE), new MachineOptions
        {
            Debuggable = true,
            Breakpoint = (_, _) => BreakpointAction.Stop,
        });
        using var server = new GdbServer(0);
        string[] script =
        [
            "set architecture armv7e-m", $"target remote :{server.Port.ToString(CultureInfo.InvariantCulture)}", "set $r1=0x20000100", "break *0x08000104", "continue", "printf \"broke at %x with %d\\n\", $pc, $r0",
            "watch *(unsigned*)0x20000100", "continue", "printf \"stored %d\\n\", *(unsigned*)0x20000100", "stepi", "printf \"stepped to %x\\n\", $pc", "x/2xh 0x08000100", "monitor help", "kill",
        ];
        var start = new ProcessStartInfo("gdb-multiarch") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in script.SelectMany(line => new[] { "-ex", line }).Prepend("-batch").Prepend("-nx")) start.ArgumentList.Add(argument);
        Process gdb;
        try
        {
            gdb = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("gdb-multiarch is not installed.");
            return;
        }

        using Process running = gdb;
        gdb.StandardInput.Close();
        Task<GdbEnd> session = Task.Run(() => server.Serve(machine, () => null, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Task<string> errors = gdb.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await gdb.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(GdbEnd.Killed, await session);
        foreach (string expected in (string[])["broke at 8000104 with 1", "Old value = 1", "New value = 2", "stored 2", "stepped to 800010a", "0x2001\t0x6008"])
            Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("monitor cycles", output + await errors, StringComparison.Ordinal);
    }
}
