using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A generated, compiled and linked network.</summary>
/// <param name="Directory">The folder that holds everything generated.</param>
/// <param name="ElfPath">The linked image.</param>
/// <param name="MapPath">The linker's map.</param>
/// <param name="Plan">The memory plan it was generated from.</param>
/// <param name="Model">The network.</param>
/// <param name="CompilerVersion">First line of <c>arm-none-eabi-gcc --version</c>.</param>
/// <param name="CompilerFlags">Every option the sources were compiled with, joined by spaces.</param>
/// <param name="ElfSha256">Lower-case hexadecimal SHA-256 of the image.</param>
/// <param name="FromCache">Whether an earlier build of equal input was used.</param>
public sealed record Firmware(
    string Directory, string ElfPath, string MapPath, Plan Plan, Model Model, string CompilerVersion, string CompilerFlags,
    string ElfSha256, bool FromCache);
