using McuSim.Machine;
using McuSim.Machine.Tracing;
using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

public sealed class TraceTextTests
{
    [Fact]
    public void The_access_that_differs_is_marked()
    {
        var comparison = new TraceComparison(7, [Step(6, 0x100)], Step(7, 0x100, 0x2000_0000, 0x2000_0004), Step(7, 0x100, 0x2000_0000, 0x2000_0008), 1);
        Assert.Equal(
            """
            The traces are equal for 7 steps and differ then in access 2 of a block.

                     6  0x00000100  main

            one:
                     7  0x00000100  main  r32 0x20000000  *r32 0x20000004

            other:
                     7  0x00000100  main  r32 0x20000000  *r32 0x20000008

            """,
            Text(comparison));
    }

    [Fact]
    public void The_end_of_one_trace_is_said()
    {
        string text = Text(new TraceComparison(0, [], Step(0, 0x100), null, null));
        Assert.Contains("equal for 0 steps and differ then: one ends.", text, StringComparison.Ordinal);
        Assert.Contains("other:\n  the end", text, StringComparison.Ordinal);
        Assert.Equal("The traces are equal: 9 steps.\n", Text(new TraceComparison(9, [], null, null, null)));
    }

    private static string Text(TraceComparison comparison)
    {
        var writer = new StringWriter { NewLine = "\n" };
        TraceText.Difference(writer, comparison, "one", "other");
        return writer.ToString();
    }

    private static TracedStep Step(long number, uint address, params uint[] reads) => new(
        number,
        new TracedEvent(new ExecutionEvent(ExecutionEvent.Pack(ExecutionEventKind.Block, address, 4)), new TracedBlock(address, [], "main")),
        [.. reads.Select(r => new ExecutionEvent(ExecutionEvent.Pack(ExecutionEventKind.Read, r, 4)))]);
}
