using System.Text;
using System.Text.Json.Nodes;

using McuSim.Common;
using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>The JSON as committed text, the same in every culture; what was written can be read; nothing else can.</summary>
public class JsonReportTests
{
    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (string culture in Cultures.Names)
            {
                foreach (string name in (string[])["run", "evaluation", "boards", "misfit", "flash-misfit", "hostile-names"]) files.Add(name, culture);
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Text(string name, string culture)
    {
        string json = Cultures.In(culture, () => Write(Outcomes.Of(name)));
        Snapshot.Verify(json, $"{name}.verified.json");
        Assert.EndsWith("\n", json, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', json);
    }

    [Fact]
    public void No_outcome_is_an_empty_array() => Assert.Equal("[]\n", Write([]));

    [Theory]
    [MemberData(nameof(Outcomes.Data), MemberType = typeof(Outcomes))]
    public void What_was_written_reads_back_as_the_same(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("report.json");
        ReportFile.Write(path, new JsonReport(), Outcomes.Of(name));
        IReadOnlyList<BoardOutcome> read = JsonReport.Read(path);
        Assert.Equal(Outcomes.Of(name).Count, read.Count);
        Assert.Equal(File.ReadAllText(path), Write(read));
        Assert.Equal(Outcomes.Of(name).Select(o => o.GetType()), read.Select(o => o.GetType()));
    }

    [Theory]
    [InlineData("", "The input does not contain any JSON tokens")]
    [InlineData("null", "an outcome has no schemaVersion")]
    [InlineData("{}", "an outcome has no schemaVersion")]
    [InlineData("[1]", "an outcome has no schemaVersion")]
    [InlineData("{\"schemaVersion\":2,\"fits\":true}", "its schemaVersion is not 1")]
    [InlineData("{\"schemaVersion\":1}", "fits is neither true nor false")]
    [InlineData("{\"schemaVersion\":1,\"fits\":true}", "missing required properties")]
    [InlineData("{\"schemaVersion\":1,\"fits\":true,\"surprise\":1}", "surprise")]
    [InlineData("[null]", "an array has an element null")]
    public void Other_json_is_bad_input(string json, string because) => Assert.Contains(because, Refusal(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("time", "null")]
    [InlineData("layers", "null")]
    [InlineData("layers", "[{}]")]
    [InlineData("model", "{\"name\":null}")]
    [InlineData("output", "{\"crc32\":\"00000000\",\"top\":[null]}")]
    [InlineData("schemaVersion", "1e99")]
    public void A_wrong_field_is_bad_input(string field, string value)
    {
        JsonNode report = JsonNode.Parse(Write([Samples.Run()]))!;
        report[field] = JsonNode.Parse(value);
        Refusal(report.ToJsonString());
    }

    [Fact]
    public void Damaged_files_read_or_are_bad_input()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Write([Samples.Evaluation(), Samples.Misfit()]));
        var random = new Random(7);
        using var folder = new TemporaryFolder();
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole[..(i % 3 == 0 ? random.Next(whole.Length) : whole.Length)]];
            for (int n = random.Next(1, 4); n > 0 && damaged.Length > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(folder.File("damaged.json"), damaged);
            try
            {
                Write(JsonReport.Read(folder.File("damaged.json")));
            }
            catch (McuSimException e)
            {
                Assert.Equal(ExitCode.BadInput, e.ExitCode);
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public void Deep_and_large_files_are_bad_input()
    {
        Refusal(new string('[', 100_000));
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder.File("large.json"))) file.SetLength(JsonReport.MaximumFileBytes + 1);
        Assert.Contains("64 MB", Assert.Throws<McuSimException>(() => JsonReport.Read(folder.File("large.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_bad_input() =>
        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => JsonReport.Read("/nowhere/report.json")).ExitCode);

    private static string Refusal(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("report.json"), json);
        McuSimException e = Assert.Throws<McuSimException>(() => JsonReport.Read(folder.File("report.json")));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        return e.Message;
    }

    private static string Write(IReadOnlyList<BoardOutcome> outcomes)
    {
        using var stream = new MemoryStream();
        new JsonReport().Write(outcomes, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
