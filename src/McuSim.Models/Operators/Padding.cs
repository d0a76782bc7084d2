namespace McuSim.Models;

/// <summary>How a window meets the border of an image. Numbers are those of the TFLite schema (<c>Padding</c>).</summary>
public enum Padding
{
    /// <summary>As many output rows as input rows over the stride, rounded up; elements outside count as 0 (pools: not at all).</summary>
    Same = 0,

    /// <summary>Only windows that lie inside the image.</summary>
    Valid = 1,
}
