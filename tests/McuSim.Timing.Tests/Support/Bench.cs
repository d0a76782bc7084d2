using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;
using McuSim.Timing.Decoding;

namespace McuSim.Tests.Timing;

/// <summary>A timing model with code put into a memory of its own, fed with events by hand.</summary>
internal sealed class Bench : IMemoryReader
{
    private readonly Dictionary<uint, byte> _bytes = [];

    public Bench(Board board, SegmentMap? segments = null) => Model = new TimingModel(board, this, segments);

    public TimingModel Model { get; }

    public long Cycles => Model.Cycles;

    public bool TryRead(uint address, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            if (!_bytes.TryGetValue(address + (uint)i, out byte value)) return false;
            destination[i] = value;
        }

        return true;
    }

    /// <summary>Puts code somewhere and gives the address behind it.</summary>
    public uint Put(uint address, string source) => Put(address, Assembler.Assemble(source));

    public uint Put(uint address, byte[] code)
    {
        for (int i = 0; i < code.Length; i++) _bytes[address + (uint)i] = code[i];
        return address + (uint)code.Length;
    }

    public Bench Block(uint address, uint end) => Send(ExecutionEvent.Pack(ExecutionEventKind.Block, address, end - address));

    public Bench Read(uint address, uint size = 4) => Send(ExecutionEvent.Pack(ExecutionEventKind.Read, address, size));

    public Bench Write(uint address, uint size = 4) => Send(ExecutionEvent.Pack(ExecutionEventKind.Write, address, size));

    public Bench Send(params ulong[] events)
    {
        Model.Observe(events);
        return this;
    }

    /// <summary>The events of one execution of a block whose n-th access goes to <paramref name="data"/> + 4 n.</summary>
    public Bench Execute(uint address, uint end, uint data)
    {
        byte[] code = new byte[end - address];
        Assert.True(TryRead(address, code));
        Block(address, end);
        foreach (Instruction instruction in Decoder.Decode(code, address))
        {
            for (int i = 0; i < instruction.AccessCount; i++, data += 4)
            {
                if (instruction.IsStore) Write(data, (uint)instruction.AccessBytes);
                else Read(data, (uint)instruction.AccessBytes);
            }
        }

        return this;
    }
}
