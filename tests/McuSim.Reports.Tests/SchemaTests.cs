using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using McuSim.Measurement;
using McuSim.Reports;

using NJsonSchema;
using NJsonSchema.Validation;

namespace McuSim.Tests.Reports;

/// <summary>What is written is what the published schema says, field by field, in both directions.</summary>
public class SchemaTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Outcomes.Data), MemberType = typeof(Outcomes))]
    public async Task What_is_written_keeps_the_schema(string name)
    {
        string json = Json(Outcomes.Of(name));
        Assert.Empty(Problems(await JsonSchema.FromJsonAsync(ReportSchema.Text, Token), json));
        foreach (BoardOutcome outcome in Outcomes.Of(name))
            Assert.Empty(Problems(await Definition(outcome.Fits ? "report" : "misfit"), Json([outcome])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("time")]
    [InlineData("memory/sram")]
    [InlineData("memory/sram/regions/0")]
    [InlineData("layers/0")]
    [InlineData("accuracy/classes/0")]
    public async Task A_field_that_the_schema_does_not_know_is_a_problem(string place)
    {
        JsonNode report = JsonNode.Parse(Json([Samples.Evaluation()]))!;
        JsonNode node = report;
        foreach (string step in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = (int.TryParse(step, out int index) ? node[index] : node[step])!;
        node.AsObject()["surprise"] = 1;

        Assert.NotEmpty(Problems(await Definition("report"), report.ToJsonString()));
        Assert.NotEmpty(Problems(await JsonSchema.FromJsonAsync(ReportSchema.Text, Token), report.ToJsonString()));
    }

    [Theory]
    [InlineData("schemaVersion", "2")]
    [InlineData("fits", "false")]
    [InlineData("time", "null")]
    [InlineData("layers", "{}")]
    [InlineData("accuracy", "0")]
    public async Task A_wrong_value_is_a_problem(string field, string value)
    {
        JsonNode report = JsonNode.Parse(Json([Samples.Evaluation()]))!;
        report[field] = JsonNode.Parse(value);
        Assert.NotEmpty(Problems(await Definition("report"), report.ToJsonString()));
    }

    [Fact]
    public void Every_field_of_the_schema_is_described_and_required_and_nothing_else_is_allowed()
    {
        using JsonDocument schema = JsonDocument.Parse(ReportSchema.Text);
        foreach (JsonProperty definition in schema.RootElement.GetProperty("definitions").EnumerateObject())
        {
            Assert.True(definition.Value.TryGetProperty("description", out _), definition.Name);
            if (!definition.Value.TryGetProperty("properties", out JsonElement properties)) continue;
            Assert.False(definition.Value.GetProperty("additionalProperties").GetBoolean(), definition.Name);
            string[] names = [.. properties.EnumerateObject().Select(p => p.Name)];
            Assert.Equal(names, definition.Value.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
            foreach (JsonProperty property in properties.EnumerateObject())
                Assert.True(property.Value.TryGetProperty("description", out _) || property.Value.TryGetProperty("$ref", out _), property.Name);
        }
    }

    /// <summary>The library reads a definition as a schema of its own when it stands at the root.</summary>
    private static Task<JsonSchema> Definition(string name)
    {
        JsonObject schema = JsonNode.Parse(ReportSchema.Text)!.AsObject();
        schema.Remove("oneOf");
        foreach ((string key, JsonNode? value) in schema["definitions"]![name]!.AsObject().ToList()) schema[key] = value?.DeepClone();
        return JsonSchema.FromJsonAsync(schema.ToJsonString(), Token);
    }

    private static IEnumerable<string> Problems(JsonSchema schema, string json) => schema.Validate(json).SelectMany(Describe);

    private static IEnumerable<string> Describe(ValidationError error) => error is ChildSchemaValidationError children
        ? children.Errors.SelectMany(e => e.Value).SelectMany(Describe).DefaultIfEmpty(error.ToString())
        : [$"{error.Kind} at {error.Path}"];

    private static string Json(IReadOnlyList<BoardOutcome> outcomes)
    {
        using var stream = new MemoryStream();
        new JsonReport().Write(outcomes, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
