using System.Text.RegularExpressions;
using McuSim.Boards;

using McuSim.Common.Yaml;

namespace McuSim.Tests.Boards;

/// <summary>docs/boards.md says what the files and the reader say.</summary>
public class BoardDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "docs", "boards.md"));

    [Fact]
    public void The_example_is_the_file()
    {
        string file = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "boards", "stm32f412.yaml"));
        Assert.Contains(file[(file.IndexOf('\n', StringComparison.Ordinal) + 1)..], Document, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_a_relative_loads()
    {
        string example = Regex.Match(Document, "```yaml\n(# slow.yaml.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Board board = BoardText.Load(example);
        Assert.Equal((30_000_000, 0, 5), (board.ClockHz, board.Flash.WaitStates, board.Flash.LineFillCycles));
        Assert.Equal(256, board.Flash.WidthBits);
    }

    [Fact]
    public void Every_field_that_a_board_uses_is_described()
    {
        var described = Regex.Matches(Document, "`([a-z_]+)`").Select(m => m.Groups[1].Value).ToHashSet();
        foreach (string name in BoardCatalog.Names)
            Check(YamlReader.Read(name, System.Text.Encoding.UTF8.GetString(BoardFile.Open(name, "").Bytes)));

        void Check(YamlMapping mapping)
        {
            foreach (YamlField field in mapping.Fields)
            {
                Assert.Contains(field.Name, described);
                if (field is { Name: "regions", Value: YamlMapping regions })
                    regions.Fields.ToList().ForEach(r => Check((YamlMapping)r.Value));
                else if (field.Value is YamlMapping below)
                    Check(below);
            }
        }
    }
}
