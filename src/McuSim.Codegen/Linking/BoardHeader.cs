using System.Globalization;

using McuSim.Boards;

namespace McuSim.Codegen;

/// <summary>Writes <c>board.h</c>: what the start-up code must know of the board.</summary>
internal static class BoardHeader
{
    /// <summary>The header's text.</summary>
    public static string Format(Board board, MemoryLayout layout)
    {
        bool hasVtor = board.Core.Kind != CoreKind.CortexM0;
        string Flag(string name, bool value) => $"#define {name} {(value ? 1 : 0)}\n";
        return "#ifndef BOARD_H\n#define BOARD_H\n\n"
            + Flag("BOARD_HAS_FPU", board.Core.Fpu != FpuKind.None)
            + Flag("BOARD_HAS_INSTRUCTION_CACHE", board.InstructionCache is not null)
            + Flag("BOARD_HAS_DATA_CACHE", board.DataCache is not null)
            + Flag("BOARD_HAS_VECTOR_TABLE_OFFSET", hasVtor)
            + string.Create(CultureInfo.InvariantCulture, $"#define BOARD_VECTOR_TABLE 0x{layout.Code.Start:X8}u\n")
            + "\n#endif\n";
    }
}
