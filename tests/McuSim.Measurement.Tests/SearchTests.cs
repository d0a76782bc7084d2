using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Measurement.Search;
using McuSim.Models;
using McuSim.Models.Zoo;

namespace McuSim.Measurement.Tests;

public sealed class SearchTests
{
    private static readonly Board F746 = BoardCatalog.Load("stm32f746");
    private static readonly BuildOptions Options = new(OptimizationGoal.Memory, PruneChannels: false);
    private static readonly SearchSpace Smallest = new(0.2, 48, 2);

    [Fact]
    public void DecodesAGenomeToTheBlocksOfItsSpace()
    {
        var genome = new Genome([2, 2, 2, 2, 2], [.. Enumerable.Repeat(new BlockGene(5, 3), SearchSpace.BlockCount)]);
        InvertedBottlenecks network = new SearchSpace(0.5, 96, 2).Decode(genome);
        Assert.Equal(16, network.Stem);
        // 24 x 0.5 = 12 lies between 8 and 16 and becomes 16, as 40 x 0.5 = 20 becomes 24.
        Assert.Equal("3:1:1:8 5:3:2:16 5:3:1:16 5:3:2:24 5:3:1:24 5:3:2:40 5:3:1:40 5:3:1:48 5:3:1:48 5:3:2:96 5:3:1:96 5:3:1:160", string.Join(' ', network.Stages));
        Assert.Equal(network.Stages, Stage.Parse(string.Join(' ', network.Stages)));
    }

    [Fact]
    public void PlansTheArenaThatTheFirmwareHas()
    {
        var evaluator = new CandidateEvaluator(F746, Options, new());
        Candidate candidate = evaluator.Evaluate(Smallest, SearchSpace.Sample(new(3)));
        Model model = candidate.Network.ToModel("searched", 48, 2);
        Assert.Equal(FirmwarePlanner.Plan(model, F746.Core, Options).ArenaBytes, candidate.ArenaBytes);
        Assert.Equal(model.Graph.Macs, candidate.Macs);
        Assert.True(candidate.Fits);
    }

    [Fact]
    public void LimitsDecideWhatFits()
    {
        Genome genome = SearchSpace.Sample(new(3));
        Candidate free = new CandidateEvaluator(F746, Options, new()).Evaluate(Smallest, genome);
        bool Fits(SearchLimits limits) => new CandidateEvaluator(F746, Options, limits).Evaluate(Smallest, genome).Fits;
        Assert.True(Fits(new(free.SramBytes, free.FlashBytes, free.EstimatedMilliseconds)));
        Assert.False(Fits(new(SramBytes: free.SramBytes - 1)));
        Assert.False(Fits(new(FlashBytes: free.FlashBytes - 1)));
        Assert.False(Fits(new(Milliseconds: free.EstimatedMilliseconds * 0.999)));
    }

    [Fact]
    public void LearnsFromWhatWasMeasured()
    {
        var evaluator = new CandidateEvaluator(F746, Options, new());
        Genome genome = SearchSpace.Sample(new(3));
        Candidate candidate = evaluator.Evaluate(Smallest, genome);
        var report = (Report)NetworkMeasurement.Run(new(candidate.Network.ToModel("searched", 48, 2), F746, Options, Machine.RunLimits.None));
        evaluator.Learn(candidate, report, isFirst: true);
        Candidate again = evaluator.Evaluate(Smallest, genome);
        Assert.Equal(report.Time.Milliseconds, again.EstimatedMilliseconds, 1e-6);
        Assert.Equal(report.Memory.Flash.TotalBytes, again.FlashBytes);

        // A network that took less teaches nothing: estimates are not to be too low.
        evaluator.Learn(candidate with { EstimatedCycles = candidate.EstimatedCycles * 2, ConstantBytes = candidate.ConstantBytes + 1000 }, report, isFirst: false);
        Assert.Equal(again, evaluator.Evaluate(Smallest, genome));
    }

    [Fact]
    public void EvolutionFindsMoreThanItsFirstGenerationAndTheSameAgain()
    {
        Candidate first = Assert.IsType<Candidate>(new CandidateEvaluator(F746, Options, new()).Evaluate(Smallest, SearchSpace.Sample(new(1))));
        var limits = new SearchLimits(SramBytes: first.SramBytes + 4096);
        IReadOnlyList<Candidate> Run(int generations) => new Evolution(
            new CandidateEvaluator(F746, Options, limits), new MacScorer(), Smallest, new(Population: 6, Generations: generations, Seed: 7)).Run(null, CancellationToken.None);

        IReadOnlyList<Candidate> few = Run(1), more = Run(5), again = Run(5);
        Assert.True(more[0].Macs > few[0].Macs);
        Assert.All(more, c => Assert.True(c.Fits && c.SramBytes <= limits.SramBytes));
        Assert.Equal(more.Select(c => c.Blocks), again.Select(c => c.Blocks));
        Assert.Equal(more.Select(c => c.Macs), more.Select(c => c.Macs).OrderDescending());
    }

    [Fact]
    public void TheSurveyPrefersTheSpaceWithTheMostComputationThatFits()
    {
        var evaluator = new CandidateEvaluator(F746, Options, new(SramBytes: 11 << 10));
        IReadOnlyList<SurveyedSpace> spaces = SpaceSurvey.Run(evaluator, classes: 2, samples: 2, seed: 1, workers: 2, done: null, CancellationToken.None);
        Assert.True(spaces[0].Fitting > 0);
        Assert.Equal(spaces.Max(s => s.Macs), spaces[0].Macs);
        Assert.Contains(spaces, s => s.Fitting == 0);
        Assert.All(spaces.Where(s => s.Fitting == 0), s => Assert.DoesNotContain(spaces, o => o.Space.Resolution == s.Space.Resolution && o.Space.Width > s.Space.Width));
    }

    [Fact]
    public void NothingFitsIsAnAnswer()
    {
        var request = new SearchRequest(F746, 2, new(SramBytes: 3000), Options, new(4, 1), Samples: 1, Finalists: 1);
        McuSimException e = Assert.Throws<McuSimException>(() => NetworkSearch.Run(request, new MacScorer(), null, CancellationToken.None));
        Assert.Equal(ExitCode.DoesNotFit, e.ExitCode);
    }

    [Fact]
    public void AsksAProgramForScores()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The program is a line of a POSIX shell.");
        Candidate candidate = new CandidateEvaluator(F746, Options, new()).Evaluate(Smallest, SearchSpace.Sample(new(3)));
        using var scorer = new ExternalScorer("while read -r line; do printf '%s\\n' \"$line\" | grep -c '\"resolution\":48,.*\"blocks\":\"3:1:1:8 .*\"macs\":[0-9]'; done");
        Assert.Equal(1, scorer.Score(candidate));
        Assert.Equal(1, scorer.Score(candidate));
    }

    [Theory]
    [InlineData("true", "ended before it answered")]
    [InlineData("read -r line; echo good", "answered 'good'")]
    [InlineData("read -r line; echo NaN", "no number")]
    public void AProgramThatGivesNoNumberIsNamed(string program, string problem)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The programs are lines of a POSIX shell.");
        Candidate candidate = new CandidateEvaluator(F746, Options, new()).Evaluate(Smallest, SearchSpace.Sample(new(3)));
        using var scorer = new ExternalScorer(program);
        McuSimException e = Assert.Throws<McuSimException>(() => scorer.Score(candidate));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
