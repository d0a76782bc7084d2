using System.Text;
using System.Text.Json;

using McuSim.Measurement;
using McuSim.Reports;

using NJsonSchema;
using Spectre.Console;

namespace McuSim.Tests.Reports;

/// <summary>The report of a firmware run as JSON and as a page.</summary>
public class FirmwareReportTests
{
    private static readonly CodePlace Loop = new("0x08000120", "loop+0x8", "main.c:12");

    internal static readonly FirmwareReport Whole = new(
        new("mcusim", "0.1.0"),
        new("a.elf", "elf", "00ff", 1234, 3),
        new("test", "A board", "Cortex-M4", 100_000_000, "ab"),
        new(FirmwareEndingKind.InstructionLimit, null, "The limit of 1000 instructions was reached in loop+0x8.", Loop, [new("0x08000200", null, null)]),
        1000,
        new(2000, 0.02, [new("issue", 1500), new("branch", 500)], [new("loop", "0x08000118", "main.c:10", 2, 1900, 1800, 900), new("0x08000100", "0x08000100", null, 1, 2000, 200, 100)],
            [new(Loop, 6, 300, 900, 1800, [new("issue", 1300), new("branch", 500)], ["08000120  subs r3, #1", "08000122  bne.n 0x8000120"])]),
        new(new(64, ["loop", "main"]), new(128, "0x20000100"), new(1234, 200, 34, 1000, [new(".text", "0x08000000", 1234, 200, 34, 1000)]), [new("sram", 65536, 300, 200)]),
        new(84_000_000, 2, true, true, false, null, null, [new("0x40026000", "DMA1", 3, 1), new("0x40029000", null, 0, 7)]),
        new("text\u001b[31m\n", 10, true));

    public static TheoryData<string> Names => ["whole", "untimed"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_written_keeps_the_schema(string name)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(ReportSchema.Firmware, TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(Json(Of(name))));
        Assert.NotEmpty(schema.Validate(Json(Of(name)).Replace("\"instructions\": 1000", "\"instructions\": null", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(Json(Of(name)).Replace("\"instructions\": 1000", "\"instructions\": 1000, \"surprise\": 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_field_of_the_schema_is_described_and_required_and_nothing_else_is_allowed()
    {
        using JsonDocument schema = JsonDocument.Parse(ReportSchema.Firmware);
        foreach (JsonProperty definition in schema.RootElement.GetProperty("definitions").EnumerateObject())
        {
            Assert.True(definition.Value.TryGetProperty("description", out _), definition.Name);
            Assert.False(definition.Value.GetProperty("additionalProperties").GetBoolean(), definition.Name);
            JsonElement properties = definition.Value.GetProperty("properties");
            Assert.Equal(properties.EnumerateObject().Select(p => p.Name), definition.Value.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_says_how_it_ended_and_prints_no_control_codes(string name)
    {
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 100;
        FirmwarePage.Write(console, Of(name) with { Image = Whole.Image with { Name = "a\u001b[31m.elf" } });

        Assert.Contains("loop+0x8", text.ToString());
        Assert.Contains("main.c:12", text.ToString());
        Assert.Contains("Core at 84 MHz, 2 flash wait states, prefetch on,", text.ToString());
        Assert.Contains("0x40026000", text.ToString());
        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.Equal(name == "whole", text.ToString().Contains("bne.n", StringComparison.Ordinal));
    }

    private static FirmwareReport Of(string name) => name == "whole" ? Whole : Whole with { Profile = null, Memory = null };

    private static string Json(FirmwareReport report)
    {
        using var stream = new MemoryStream();
        FirmwareJson.Write(report, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
