using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Tests.Gate;

public sealed class TraceTextTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        string text = TraceText.Write(Traces.Usual());

        Assert.Equal(text, TraceText.Write(TraceReader.Read("t", text)));
        Assert.Equal(text, TraceText.Write(TraceReader.Read("t", text.Replace("\n", "\r\n", StringComparison.Ordinal))));
        Assert.Contains("\nsram.peak 2,100 B of 65,536 B\n", text);
        Assert.Contains("\nlayer_02_add/out 1,000 B at 0 from layer_02_add until layer_03_conv_2d\n", text);
        Assert.Contains("\naccuracy.top1 91.25 %\n", text);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("[layers]")]
    [InlineData("\"quoted\" \\ <b>&amp;</b>")]
    [InlineData("two\nlines\r\u001b[31m\u202e")]
    [InlineData("日本 📟")]
    public void Any_name_survives_on_one_line(string name)
    {
        Trace trace = Traces.Usual() with { Name = name, Board = name };
        trace = trace with
        {
            Facts = [new(FactNames.Model, name)],
            Layers = [trace.Layers[0] with { Name = name, Kernel = name }],
            Buffers = [new(name, 1, 2, name, name)],
            Symbols = [new(name, name, 3, 4, 5), new(name + "2", null, 0, 1, null)],
        };
        string text = TraceText.Write(trace);
        Trace read = TraceReader.Read("t", text);

        Assert.Equal((name, name, name), (read.Name, read.Board, read.Fact(FactNames.Model)));
        Assert.Equal(trace.Layers.AsEnumerable(), read.Layers);
        Assert.Equal(trace.Buffers.AsEnumerable(), read.Buffers);
        Assert.Equal(trace.Symbols.AsEnumerable(), read.Symbols);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        Assert.Matches("^[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.txt$", TraceFiles.NameOf(name, name));
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("mcusim-trace 2\nname a\nboard b\n", "version 2")]
    [InlineData("mcusim-trace 1\nname a\nboard b\n[figures]\ncycles 12 furlongs\n", "line 5")]
    [InlineData("mcusim-trace 1\nname a\nboard b\n[figures]\ncycles 12 cycles\ncycles 13 cycles\n", "twice")]
    [InlineData("mcusim-trace 1\nname a\nboard b\n<<<<<<< HEAD\n", "begins with")]
    [InlineData("mcusim-trace 1\nname a\nboard b\n[symbols]\nf 1 B code 2 B code\n", "line 5")]
    [InlineData("mcusim-trace 1\nname \"a\nboard b\n", "line 2")]
    public void What_is_no_trace_is_refused_with_its_line(string text, string expected)
    {
        var e = Assert.Throws<McuSimException>(() => TraceReader.Read("baseline.txt", text));

        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.StartsWith("baseline.txt", e.Message);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void Damaged_text_never_gives_another_error()
    {
        var random = new Random(7);
        string good = TraceText.Write(Traces.Usual());
        int refused = 0;
        for (int i = 0; i < 3_000; i++)
        {
            try
            {
                TraceReader.Read("t", Damage.Text(good, random));
            }
            catch (McuSimException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.True(refused > 500, $"{refused} of 3,000 were refused");
    }
}
