using McuSim.Boards;
using McuSim.Common;
using McuSim.Timing.Cores;

namespace McuSim.Tests.Timing.Cores;

public sealed class CoreTableTests
{
    [Fact]
    public void A_core_without_a_table_is_one_clear_error()
    {
        foreach (CoreKind core in Enum.GetValues<CoreKind>().Except(CoreTables.Known))
        {
            var error = Assert.Throws<McuSimException>(() => new Bench(TestBoards.ZeroWait(core)));
            Assert.Equal(ExitCode.BadInput, error.ExitCode);
            Assert.Contains(core.ToString(), error.Message, StringComparison.Ordinal);
        }
    }
}
