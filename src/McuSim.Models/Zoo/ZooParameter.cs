namespace McuSim.Models.Zoo;

/// <summary>A number that a network of the zoo can be varied by.</summary>
/// <param name="Name">As it is written, such as <c>width</c>.</param>
/// <param name="Default">What the published network has.</param>
/// <param name="Least">The smallest allowed.</param>
/// <param name="Most">The largest allowed.</param>
/// <param name="Choices">The only allowed values, or null for every number (a whole one where the default is above 1 or named whole).</param>
/// <param name="Whole">Whether only whole numbers are allowed.</param>
public sealed record ZooParameter(string Name, double Default, double Least, double Most, double[]? Choices = null, bool Whole = true)
{
    internal static ZooParameter Width(params double[] choices) =>
        new("width", 1, 0.05, 2, choices.Length > 0 ? choices : null, Whole: false);

    internal static ZooParameter Resolution(int size) => new("resolution", size, 16, 512);

    internal static ZooParameter Classes(int count) => new("classes", count, 1, 4000);

    /// <summary>What is allowed, for messages.</summary>
    public string Allowed => Choices is { } choices
        ? string.Join(", ", choices.Select(choice => FormattableString.Invariant($"{choice}")))
        : FormattableString.Invariant($"{Least} to {Most}");

    /// <summary>Whether a value is allowed.</summary>
    public bool Allows(double value) =>
        value >= Least && value <= Most && (!Whole || value == Math.Floor(value)) && (Choices is null || Choices.Contains(value));
}
