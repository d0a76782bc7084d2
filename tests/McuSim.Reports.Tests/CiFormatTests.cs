using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>The formats of CI systems have the structure that their readers require.</summary>
public class CiFormatTests
{
    public static TheoryData<string> Names => ["boards", "baseline", "firmware", "checks", "hostile", "nothing"];

    /// <summary>What Jenkins' and GitLab's readers take: elements, their order and required attributes.</summary>
    private const string JUnitSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:attributeGroup name="counts">
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
          </xs:attributeGroup>
          <xs:element name="testsuites"><xs:complexType><xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
          <xs:element name="testsuite"><xs:complexType><xs:sequence>
            <xs:element name="properties" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="property" maxOccurs="unbounded"><xs:complexType>
              <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
            <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:choice minOccurs="0">
              <xs:element name="skipped"><xs:complexType><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>
              <xs:element name="failure"><xs:complexType mixed="true"><xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string"/></xs:complexType></xs:element></xs:choice>
              <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="classname" type="xs:string" use="required"/>
              <xs:attribute name="time" type="xs:decimal"/><xs:attribute name="file" type="xs:string"/></xs:complexType></xs:element>
          </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
        </xs:schema>
        """;

    [Theory]
    [MemberData(nameof(Names))]
    public void JUnit_keeps_the_schema_and_counts_right(string name)
    {
        var document = XDocument.Parse(Contents.Text(new JUnitReport(), Contents.Of(name)));
        var schemas = new XmlSchemaSet();
        schemas.Add("", XmlReader.Create(new StringReader(JUnitSchema)));
        document.Validate(schemas, (_, e) => Assert.Fail(e.Message));
        XElement[] cases = [.. document.Descendants("testcase")];
        Assert.Equal(cases.Length, (int)document.Root!.Attribute("tests")!);
        Assert.Equal(cases.Count(c => c.Element("failure") is not null), (int)document.Root.Attribute("failures")!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sarif_has_what_the_standard_requires(string name)
    {
        using JsonDocument document = JsonDocument.Parse(Contents.Text(new SarifReport(), Contents.Of(name)));
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        JsonElement run = Assert.Single(document.RootElement.GetProperty("runs").EnumerateArray());
        JsonElement driver = run.GetProperty("tool").GetProperty("driver");
        string[] rules = [.. driver.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];
        Assert.NotEmpty(driver.GetProperty("name").GetString()!);
        Assert.Equal(rules.Distinct(), rules);
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            string kind = result.GetProperty("kind").GetString()!;
            Assert.Contains(kind, (string[])["pass", "fail", "notApplicable"]);
            Assert.Equal(kind == "fail" ? "error" : "none", result.GetProperty("level").GetString()); // 3.27.10: other kinds have level none
            foreach (JsonElement location in result.GetProperty("locations").EnumerateArray())
            {
                if (location.TryGetProperty("physicalLocation", out JsonElement place))
                    Assert.True(Uri.IsWellFormedUriString(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative));
            }
        }
    }

    [Fact]
    public void Fingerprints_stay_the_same_when_figures_move()
    {
        string Prints(ReportContent content) => string.Join(' ', JsonDocument.Parse(Contents.Text(new SarifReport(), content)).RootElement
            .GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(r => r.GetProperty("partialFingerprints").GetProperty("mcusim/v1").GetString()));
        Assert.Equal(Prints(Contents.Of("baseline")), Prints(ReportContent.Of([Samples.Run()])));
        Assert.NotEqual(Prints(Contents.Of("baseline")), Prints(ReportContent.Of([Samples.Run(Samples.F412)])));
    }

    [Fact]
    public void Smaller_is_better_for_every_benchmark_entry()
    {
        using JsonDocument document = JsonDocument.Parse(Contents.Text(new BenchmarkActionReport(), Contents.Of("baseline")));
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            Assert.NotEmpty(entry.GetProperty("name").GetString()!);
            Assert.NotEmpty(entry.GetProperty("unit").GetString()!);
            Assert.True(entry.GetProperty("value").GetDecimal() >= 0);
        }

        JsonElement wrong = document.RootElement.EnumerateArray().Single(e => e.GetProperty("name").GetString()!.EndsWith("accuracy.top1 error", StringComparison.Ordinal));
        Assert.Equal(100 - (100 * (decimal)Samples.Evaluation().Accuracy!.Top1), wrong.GetProperty("value").GetDecimal());
    }

    [Fact]
    public void Trace_events_of_layers_follow_one_another_and_last_as_long_as_they_took()
    {
        using JsonDocument document = JsonDocument.Parse(Contents.Text(new PerfettoReport(), ReportContent.Of([Samples.Run()])));
        JsonElement[] layers = [.. document.RootElement.GetProperty("traceEvents").EnumerateArray().Where(e => e.GetProperty("ph").GetString() == "X")];
        Assert.Equal(Samples.Run().Layers.Select(l => l.Name), layers.Select(e => e.GetProperty("name").GetString()));
        decimal end = 0;
        foreach (JsonElement layer in layers)
        {
            Assert.Equal(end, layer.GetProperty("ts").GetDecimal());
            end += layer.GetProperty("dur").GetDecimal();
        }

        Assert.Equal(Samples.Run().Layers.Sum(l => l.Cycles), end);
    }
}
