namespace McuSim.Cli.Doctor;

/// <summary>Something McuSim needs on the machine.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Remedy">How to get it.</param>
/// <param name="Required">Whether the main job needs it.</param>
/// <param name="FindVersion">Its version or path; null when it is missing.</param>
internal sealed record Prerequisite(string Name, string Purpose, string Remedy, bool Required, Func<string?> FindVersion);
