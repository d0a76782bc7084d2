namespace McuSim.Models.Zoo;

/// <summary>The values chosen for a network's parameters.</summary>
/// <param name="Values">By name; every parameter of the network has one.</param>
internal sealed record ZooSettings(IReadOnlyDictionary<string, double> Values)
{
    /// <summary>The factor on channels.</summary>
    public double Width => Values.GetValueOrDefault("width", 1);

    /// <summary>Height and width of the image.</summary>
    public int Resolution => (int)Values["resolution"];

    /// <summary>The number of outputs.</summary>
    public int Classes => (int)Values["classes"];

    /// <summary>Groups of group convolutions.</summary>
    public int Groups => (int)Values["groups"];
}
