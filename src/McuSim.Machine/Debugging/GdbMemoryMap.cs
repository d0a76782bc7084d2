using System.Globalization;
using System.Text;
using McuSim.Boards;

namespace McuSim.Machine.Debugging;

/// <summary>The board's memories as GDB's memory map ("Debugging with GDB", E.17).</summary>
internal static class GdbMemoryMap
{
    /// <summary>XML. All is "ram": breakpoints need no room in the program, and a debugger may load another one into flash.</summary>
    internal static string Describe(Board board)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\"?><memory-map>");
        foreach (MemoryRegion region in board.Regions)
            xml.Append(CultureInfo.InvariantCulture, $"<memory type=\"ram\" start=\"0x{region.Start:x}\" length=\"0x{region.Size:x}\"/>");
        return xml.Append("<memory type=\"ram\" start=\"0xe0000000\" length=\"0x100000\"/></memory-map>").ToString();
    }
}
