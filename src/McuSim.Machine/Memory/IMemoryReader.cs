namespace McuSim.Machine;

/// <summary>Reads the machine's memory without disturbing the program.</summary>
public interface IMemoryReader
{
    /// <summary>Copies memory from <paramref name="address"/> on; false when any byte of it is not mapped memory (peripherals are not).</summary>
    bool TryRead(uint address, Span<byte> destination);
}
