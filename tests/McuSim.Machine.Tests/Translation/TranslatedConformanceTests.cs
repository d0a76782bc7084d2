using McuSim.Boards;
using McuSim.Machine;
using McuSim.Tests.Machine.Conformance;

namespace McuSim.Tests.Machine.Translation;

/// <summary>Every instruction form as translated code: against the architecture's definition, and event by event against the engine.</summary>
public sealed class TranslatedConformanceTests
{
    private static readonly TranslationOptions s_everything = new(Threshold: 0, Waits: true);

    [Theory]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void Translated_forms_do_what_the_architecture_says(CoreKind core)
    {
        Form[] forms = [.. IntegerForms.All, .. MemoryForms.All, .. ConditionalForms.All];
        var program = new ConformanceProgram(forms, core, "none", isolates: true);
        EventHash engine = new() { Events = [] }, translated = new() { Events = [] };
        byte[] expected = program.Run(TranslationOptions.None, engine, out int none), results = program.Run(s_everything, translated, out int blocks);
        string[] differences = [.. program.Differences(results)];
        Assert.True(differences.Length == 0, $"{differences.Length} differences:\n{string.Join('\n', differences.Take(40))}");
        Assert.Equal(expected, results);
        Assert.Null(EventHash.FirstDifference(engine, translated));
        Assert.Equal(engine.Value, translated.Value);
        Assert.Equal(0, none);
        Assert.True(blocks >= forms.Length * 9 / 10, $"{blocks} of {forms.Length} forms are translated.");
    }
}
