using McuSim.Measurement;

namespace McuSim.Tests.Reports;

/// <summary>Named outcomes for tests that go through all kinds.</summary>
public static class Outcomes
{
    public static readonly string[] Names = ["run", "evaluation", "many-classes", "random-weights", "boards", "networks", "misfit", "flash-misfit", "hostile-names"];

    public static TheoryData<string> Data => [.. Names];

    public static IReadOnlyList<BoardOutcome> Of(string name) => name switch
    {
        "run" => [Samples.Run()],
        "evaluation" => [Samples.Evaluation()],
        "many-classes" => [Samples.EvaluationOfManyClasses()],
        "random-weights" => [Samples.Evaluation(Samples.Model(trained: false))],
        "boards" => Samples.Boards(),
        "networks" => [Samples.Evaluation(), Samples.LongNames(), Samples.Misfit()],
        "misfit" => [Samples.Misfit()],
        "flash-misfit" => [Samples.FlashMisfit()],
        "hostile-names" => [Samples.HostileNames()],
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
