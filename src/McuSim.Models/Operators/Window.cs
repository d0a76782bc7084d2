namespace McuSim.Models;

/// <summary>How a two-dimensional kernel moves over an image. Padding is already worked out from SAME or VALID.</summary>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="StrideY">Rows from one output row to the next.</param>
/// <param name="StrideX">Columns from one output column to the next.</param>
/// <param name="DilationY">Rows from one kernel row to the next.</param>
/// <param name="DilationX">Columns from one kernel column to the next.</param>
/// <param name="PadTop">Rows of padding above the image.</param>
/// <param name="PadLeft">Columns of padding left of the image. Padding below and right follows from the output's size.</param>
public sealed record Window(
    int KernelHeight, int KernelWidth, int StrideY, int StrideX, int DilationY, int DilationX, int PadTop, int PadLeft);
