using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Tests.Timing.Cores;

public sealed class CoreTableTests
{
    [Fact]
    public void Every_core_has_a_table()
    {
        foreach (CoreKind core in Enum.GetValues<CoreKind>()) Assert.Equal(0, new Bench(TestBoards.ZeroWait(core)).Cycles);
    }

    [Fact]
    public void A_core_without_a_table_is_one_clear_error()
    {
        var error = Assert.Throws<McuSimException>(() => new Bench(TestBoards.ZeroWait((CoreKind)99)));
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains("99", error.Message, StringComparison.Ordinal);
    }
}
