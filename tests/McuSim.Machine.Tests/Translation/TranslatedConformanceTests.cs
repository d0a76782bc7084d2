using McuSim.Boards;
using McuSim.Machine;
using McuSim.Tests.Machine.Conformance;

namespace McuSim.Tests.Machine.Translation;

/// <summary>Every instruction form as translated code: against the architecture's definition, and bit by bit and event by event against the engine.</summary>
public sealed class TranslatedConformanceTests
{
    /// <summary>FPSCR: IXC, DN, FZ, and RMode 1.</summary>
    private const uint Inexact = 0x10, DefaultNan = 1 << 25, FlushToZero = 1 << 24, RoundUp = 1 << 22;

    private static readonly TranslationOptions s_everything = new(Threshold: 0, Waits: true);

    [Theory]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void Translated_forms_do_what_the_architecture_says(CoreKind core)
    {
        Form[] forms = [.. IntegerForms.All, .. MemoryForms.All, .. ConditionalForms.All];
        int blocks = Compare(new ConformanceProgram(forms, core, "none", isolates: true));
        Assert.True(blocks >= forms.Length * 9 / 10, $"{blocks} of {forms.Length} forms are translated.");
    }

    /// <summary>In every mode; only what rounds to nearest, after something was rounded, is not left to the engine.</summary>
    [Theory]
    [InlineData(CoreKind.CortexM4, Inexact)]
    [InlineData(CoreKind.CortexM7, Inexact)]
    [InlineData(CoreKind.CortexM4, Inexact | DefaultNan)]
    [InlineData(CoreKind.CortexM4, 0)]
    [InlineData(CoreKind.CortexM4, Inexact | FlushToZero)]
    [InlineData(CoreKind.CortexM4, Inexact | RoundUp)]
    public void Translated_floating_point_sets_the_same_bits(CoreKind core, uint status)
    {
        Form[] forms = [.. FloatingForms.Single, .. MemoryForms.All.Where(f => f.Name[0] == 'V'), .. core == CoreKind.CortexM7 ? FloatingForms.Double : []];
        int blocks = Compare(new ConformanceProgram(forms, core, "none", isolates: true, status), isDefined: (status & ~Inexact) == 0);
        Assert.True(blocks >= 40, $"{blocks} of {forms.Length} forms are translated.");
    }

    private static int Compare(ConformanceProgram program, bool isDefined = true)
    {
        EventHash engine = new() { Events = [] }, translated = new() { Events = [] };
        byte[] expected = program.Run(TranslationOptions.None, engine, out int none), results = program.Run(s_everything, translated, out int blocks);
        string[] differences = isDefined ? [.. program.Differences(results)] : [];
        Assert.True(differences.Length == 0, $"{differences.Length} differences:\n{string.Join('\n', differences.Take(40))}");
        string[] others = [.. program.Differences(results, expected)];
        Assert.True(others.Length == 0, $"{others.Length} differences from the engine:\n{string.Join('\n', others.Take(40))}");
        Assert.Null(EventHash.FirstDifference(engine, translated));
        Assert.Equal(engine.Value, translated.Value);
        Assert.Equal(0, none);
        return blocks;
    }
}
