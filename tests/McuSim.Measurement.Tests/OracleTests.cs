using System.Text.Json;

using McuSim.Common;
using McuSim.Measurement.Search;
using McuSim.Models;

namespace McuSim.Measurement.Tests;

public sealed class OracleTests
{
    private readonly Oracle oracle = new(("stm32f746", new()), name => name == "keywords" ? BuiltInModels.KeywordSpotting : throw McuSimException.BadInput($"{name}: there is none."));

    private JsonElement Ask(string question)
    {
        string answer = oracle.Answer(question, CancellationToken.None);
        Assert.DoesNotContain('\n', answer);
        return JsonDocument.Parse(answer).RootElement;
    }

    [Fact]
    public void MeasuresANetworkAndABoardThatIsNamed()
    {
        JsonElement usual = Ask("""{"id": [1, "a"], "model": "keywords"}"""), other = Ask("""{"model": "keywords", "board": "nucleo-l4r5zi", "optimize": "memory"}""");
        Assert.Equal("""[1, "a"]""", usual.GetProperty("id").GetRawText().Replace(",\"", ", \"", StringComparison.Ordinal));
        Assert.True(usual.GetProperty("fits").GetBoolean());
        Assert.Equal(BuiltInModels.KeywordSpotting.Graph.Macs, usual.GetProperty("macs").GetInt64());
        Assert.True(other.GetProperty("cycles").GetInt64() > usual.GetProperty("cycles").GetInt64());
        Assert.Equal("nucleo-l4r5zi", other.GetProperty("board").GetString());
        Assert.Equal(usual.GetProperty("cycles").GetInt64(), Ask("""{"model": "keywords"}""").GetProperty("cycles").GetInt64());
    }

    [Fact]
    public void BuildsBlocksAndSaysWhatIsMissing()
    {
        JsonElement answer = Ask("""{"blocks": "3:1:1:64 3:6:1:64", "resolution": 224, "classes": 2, "stem": 64, "board": "nucleo-f103rb"}""");
        Assert.False(answer.GetProperty("fits").GetBoolean());
        Assert.True(answer.GetProperty("neededBytes").GetInt64() > answer.GetProperty("capacityBytes").GetInt64());
    }

    [Theory]
    [InlineData("x", "no JSON object")]
    [InlineData("7", "A question is a JSON object")]
    [InlineData("{}", "A question names a 'model'")]
    [InlineData("""{"model": 5}""", "'model' must be a text")]
    [InlineData("""{"model": "other"}""", "there is none")]
    [InlineData("""{"model": "keywords", "board": "no-board"}""", "no-board")]
    [InlineData("""{"model": "keywords", "optimize": "7"}""", "speed, balanced or memory")]
    [InlineData("""{"blocks": "3:1:1", "resolution": 64, "classes": 2}""", "kernel:expansion:stride:channels")]
    [InlineData("""{"blocks": "3:1:1:99999999999", "resolution": 64, "classes": 2}""", "kernel:expansion:stride:channels")]
    [InlineData("""{"blocks": "0:1:1:8", "resolution": 64, "classes": 2}""", "kernels of 1 to 15")]
    [InlineData("""{"blocks": "3:1:1:8", "classes": 2}""", "needs 'resolution'")]
    [InlineData("""{"blocks": "3:1:1:8", "resolution": 64.5, "classes": 2}""", "'resolution' must be a whole number")]
    public void AWrongQuestionIsAnAnswerToo(string question, string problem)
    {
        JsonElement answer = Ask(question);
        Assert.Contains(problem, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.BadInput, answer.GetProperty("exitCode").GetInt32());
    }
}
