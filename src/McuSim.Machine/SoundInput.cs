using McuSim.Boards;

namespace McuSim.Machine;

/// <summary>Sound that a serial audio interface hears, from when the program first listens; silence follows it.</summary>
/// <param name="Port">The interface's name in the chip file, with the block where it has two: SAI1_A.</param>
/// <param name="Samples">From -1 to 1, the same for every channel of the line.</param>
/// <param name="Rate">Samples per second.</param>
public sealed record SoundInput(string Port, float[] Samples, int Rate)
{
    /// <summary>The interfaces of a board's chip that can hear.</summary>
    public static IEnumerable<string> Ports(Board board) =>
        (board.Chip?.Peripherals ?? []).Where(p => p.Device == "sai").SelectMany(p => (string[])[$"{p.Name}_A", $"{p.Name}_B"]);
}
