using McuSim.Gate;

namespace McuSim.Tests.Gate;

public sealed class ComparisonTests
{
    [Fact]
    public void Equal_traces_have_nothing_to_say()
    {
        var comparison = new TraceDifference(Traces.Usual(), Traces.Usual());

        Assert.True(comparison.IsEmpty);
        Assert.Empty(comparison.Blame("cycles"));
    }

    [Fact]
    public void A_tensor_that_lives_longer_is_named_with_both_ends()
    {
        Trace before = Traces.Usual();
        Trace after = before.With("arena", 3_000).With("sram.peak", 3_100) with
        {
            Buffers = [before.Buffers[0] with { Last = "layer_02_add" }, before.Buffers[1], before.Buffers[2] with { Offset = 2_000 }, before.Buffers[3]],
        };
        var comparison = new TraceDifference(before, after);

        Assert.Equal(
        [
            "tensor layer_00_conv_2d/out (1,000 B) now lives until layer_02_add (before until layer_01_conv_2d)",
            "the arena is fullest in layer_02_add, with 3,000 B alive",
        ], comparison.Blame("arena"));
        Assert.Equal("arena: 2,000 B → 3,000 B (+1,000 B, +50.0 %)", comparison.Blame("sram.peak")[0]);
        Assert.Equal(["sram.peak: 2,100 B → 3,100 B (+1,000 B, +47.6 %)", "arena: 2,000 B → 3,000 B (+1,000 B, +50.0 %)"], comparison.Moved.Select(m => m.Text));
    }

    [Fact]
    public void A_layer_that_is_new_does_not_hide_the_one_that_got_slower()
    {
        Trace before = Traces.Usual();
        Trace after = Traces.Small(Traces.Conv(0), Traces.Add(1), Traces.Conv(2), Traces.Add(3), Traces.Conv(4, cycles: 58_000, kernel: "conv_2d"));
        var comparison = new TraceDifference(before, after);

        Assert.Equal(
        [
            "layer_04_conv_2d: 50,000 cycles → 58,000 cycles (+8,000 cycles, +16.0 %); kernel conv_2d_dsp → conv_2d",
            "layer_01_add: new, 5,000 cycles",
            "by cause: issue +13,000 cycles",
        ], comparison.Blame("cycles"));
        Assert.Contains("layer_01_add is new (ADD 1x8x8x4, kernel add)", comparison.Beneath);
        Assert.Contains("layer_04_conv_2d uses the kernel conv_2d (before conv_2d_dsp)", comparison.Beneath);
        Assert.Equal(["layer_01_add (code): new, 120 B"], comparison.Blame("flash.total"));
    }

    [Fact]
    public void What_changed_beneath_is_said_of_files_and_the_compiler()
    {
        Trace before = Traces.Usual();
        Trace after = before with { Facts = [new(FactNames.Model, "net"), new(FactNames.ModelHash, new string('b', 64)), new(FactNames.Compiler, "gcc 13")] };

        Assert.Equal(
            ["the model file changed (sha256 aaaaaaaa → bbbbbbbb)", "the compiler changed: gcc 12 → gcc 13"], new TraceDifference(before, after).Beneath.AsEnumerable());
    }

    [Fact]
    public void Gaps_are_blamed_when_no_tensor_grew()
    {
        Trace before = Traces.Usual();
        Trace after = before.With("arena", 2_001) with { Buffers = [.. before.Buffers.Select(b => b.Offset == 1_000 ? b with { Offset = 1_001 } : b)] };

        Assert.Equal(["the same buffers are placed with more gaps between them: 2,000 B alive of 2,001 B"], new TraceDifference(before, after).Blame("arena").AsEnumerable());
    }

    [Fact]
    public void Traces_are_paired_by_name_and_board()
    {
        Trace a = Traces.Usual(), b = a with { Board = "stm32f412" }, c = a with { Name = "other" };
        TracePairs pairs = TracePairs.Of([a, b], [b, a, c]);

        Assert.Equal(["stm32f412", "stm32f746"], pairs.Comparisons.Select(p => p.After.Board));
        Assert.Equal(["other on stm32f746"], pairs.OnlyAfter);
        Assert.Single(TracePairs.Of([a], [c]).Comparisons);
    }
}
