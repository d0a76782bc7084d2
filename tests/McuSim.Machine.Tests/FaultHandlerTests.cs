using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class FaultHandlerTests
{
    private const uint Handler = Flash + 0x1000;

    [Theory]
    [InlineData(true, 0x2507, 0xBF00)] // movs r5,#7, then on to the end
    [InlineData(false, 0xE7FE, 0xBF00)] // b .
    [InlineData(false, 0xB480, 0xE7FE)] // push {r7}; b .
    [InlineData(false, 0xBE00, 0xBF00)] // bkpt
    public void A_fault_goes_to_a_handler_that_does_something(bool delivered, int first, int second)
    {
        // ldr r1,[r0] with r0 in no memory
        FirmwareImage image = Image(ToEnd(0x6801)).With(Flash + 12, (ushort)((Handler + 1) & 0xFFFF), (ushort)(Handler >> 16))
            .With(Handler, [(ushort)first, (ushort)second, .. BranchToEnd(Handler + 4)]);
        using var machine = new McuMachine(Board(), image, new MachineOptions { DeliverHandledFaults = true });
        machine.WriteRegister(CoreRegister.R0, 0x6000_0000);
        if (delivered)
        {
            Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
            Assert.Equal(7u, machine.ReadRegister(CoreRegister.R5));
            Assert.Contains("0x60000000", machine.FirstFault, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(FaultKind.UnmappedAccess, Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100))).Fault.Kind);
        }
    }
}
