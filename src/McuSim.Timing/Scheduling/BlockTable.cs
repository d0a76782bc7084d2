using McuSim.Common;
using McuSim.Machine;
using McuSim.Timing.Decoding;
using McuSim.Timing.Memories;

namespace McuSim.Timing.Scheduling;

/// <summary>The blocks met so far: decoded once per block, scheduled once per block and entry state.</summary>
internal sealed class BlockTable(Pipeline pipeline, MemoryTiming memory, IMemoryReader code, SegmentMap? segments)
{
    private readonly Dictionary<(uint Address, int Size), List<ScheduledBlock>> _blocks = [];
    private readonly Dictionary<string, PipelineState> _states = [];
    private readonly Dictionary<uint, List<(uint Address, int Size)>> _writable = [];

    /// <summary>All scheduled blocks whose code has not changed since, and those whose code has but that still hold counts.</summary>
    public List<ScheduledBlock> All { get; } = [];

    /// <summary>How often blocks were forgotten.</summary>
    public int Changes { get; private set; }

    /// <summary>The block at an address as a pipeline state enters it.</summary>
    /// <exception cref="McuSimException">Its code cannot be read.</exception>
    public ScheduledBlock Find(uint address, int size, PipelineState entry)
    {
        if (!_blocks.TryGetValue((address, size), out List<ScheduledBlock>? variants)) _blocks.Add((address, size), variants = []);
        foreach (ScheduledBlock variant in variants)
            if (ReferenceEquals(variant.Entry, entry) || variant.Entry.Key == entry.Key) return variant;

        IReadOnlyList<Instruction> instructions = variants.Count > 0 ? variants[0].Instructions : Decode(address, size);
        ScheduledBlock block = Make(address, size, instructions, Intern(entry));
        variants.Add(block);
        All.Add(block);
        return block;
    }

    /// <summary>Forgets the blocks of writable memory whose code overlaps written bytes. Their counts stay.</summary>
    public void Invalidate(uint address, int bytes)
    {
        ulong end = address + (ulong)bytes;
        for (uint page = address >> MemoryTiming.PageShift; page <= (end - 1) >> MemoryTiming.PageShift; page++)
        {
            if (!_writable.TryGetValue(page, out List<(uint Address, int Size)>? keys)) continue;
            for (int i = keys.Count - 1; i >= 0; i--)
                if (keys[i].Address < end && keys[i].Address + (ulong)keys[i].Size > address) Forget(keys[i]);
        }
    }

    /// <summary>Forgets the blocks of writable memory whose bytes are no longer those that were decoded.</summary>
    public void Verify()
    {
        foreach ((uint Address, int Size) key in _writable.Values.SelectMany(k => k).Distinct().ToArray())
        {
            IReadOnlyList<Instruction> known = _blocks[key][0].Instructions;
            if (!Decode(key.Address, key.Size).Select(i => i.Code).SequenceEqual(known.Select(i => i.Code))) Forget(key);
        }
    }

    private static IEnumerable<uint> PagesOf((uint Address, int Size) key)
    {
        for (uint page = key.Address >> MemoryTiming.PageShift; page <= (key.Address + (uint)key.Size - 1) >> MemoryTiming.PageShift; page++)
            yield return page;
    }

    private void Forget((uint Address, int Size) key)
    {
        Changes++;
        foreach (ScheduledBlock block in _blocks[key]) block.Address = ScheduledBlock.NoAddress;
        _blocks.Remove(key);
        foreach (uint page in PagesOf(key)) _writable[page].Remove(key);
    }

    private List<Instruction> Decode(uint address, int size)
    {
        Span<byte> bytes = size <= 1024 ? stackalloc byte[size] : new byte[size];
        if (!code.TryRead(address, bytes))
            throw new McuSimException(ExitCode.FirmwareFault, $"The firmware executes at 0x{address:x8}, where there is no readable memory; check its memory map against the board's.");
        return Decoder.Decode(bytes, address);
    }

    private PipelineState Intern(PipelineState state)
    {
        if (_states.TryGetValue(state.Key, out PipelineState? known)) return known;
        _states.Add(state.Key, state);
        return state;
    }

    private ScheduledBlock Make(uint address, int size, IReadOnlyList<Instruction> instructions, PipelineState entry)
    {
        BlockSchedule schedule = instructions.Count > 0 ? pipeline.Schedule(instructions, entry, memory.RegionAt(address).FirstAccessCycles) : BlockSchedule.Nothing(pipeline.Empty);
        (schedule.TakenExit, schedule.FallThroughExit) = (Intern(schedule.TakenExit), Intern(schedule.FallThroughExit));
        Instruction? last = instructions.Count > 0 ? instructions[^1] : null;
        (int mispredicted, int bonus) = pipeline.Misprediction;
        var block = new ScheduledBlock
        {
            Address = address,
            Size = size,
            End = address + (uint)size,
            FallThrough = last is { Branch: not BranchKind.None, Conditional: false } ? ScheduledBlock.NoAddress : address + (uint)size,
            StaticCycles = (int)schedule.Cycles.Total,
            TakenCycles = schedule.TakenCycles,
            InstructionCount = instructions.Count,
            Schedule = schedule,
            Instructions = instructions,
            Entry = entry,
            Segment = segments?.SegmentAt(address) ?? -1,
            Accesses = schedule.Accesses,
            HasConditionalAccess = schedule.Accesses.Any(a => (a.Flags & AccessFlags.Conditional) != 0),
            Prediction = mispredicted > 0 && last is not null ? PredictionOf(last) : Prediction.None,
            PredictorIndex = last is null ? 0 : BranchPredictor.Index(last.Address),
            MispredictionCycles = mispredicted - (schedule.OldFlags ? bonus : 0),
        };
        PlaceFetch(block);
        return block;
    }

    private static Prediction PredictionOf(Instruction last) => last.Branch switch
    {
        BranchKind.None => Prediction.None,
        _ when last.Conditional => Prediction.Conditional,
        BranchKind.Indirect or BranchKind.IndirectCall => Prediction.Target,
        _ => Prediction.None,
    };

    private void PlaceFetch(ScheduledBlock block)
    {
        RegionTiming region = memory.RegionAt(block.Address);
        if (block.Size == 0) return;
        block.Fetch = region.Fetch;
        block.Memory = region.Block;
        uint last = block.End - 1;
        if (region.Fetch == AccessPath.Cache)
        {
            int shift = memory.InstructionCache!.LineShift;
            (block.FirstLine, block.LastLine) = (block.Address >> shift, last >> shift);
        }
        else if (region.Fetch == AccessPath.Flash)
        {
            FlashLineCache lines = memory.InstructionLines;
            uint first = block.Address - region.Start, end = last - region.Start;
            (block.FirstLine, block.LastLine) = (first >> lines.LineShift, end >> lines.LineShift);
            block.FirstSectors = lines.SectorsFrom(first);
            block.LastSectors = lines.SectorsTo(end);
            if (block.FirstLine == block.LastLine) block.FirstSectors &= block.LastSectors;
            block.FirstSector = first >> lines.SectorShift;
            block.SectorCycles = new int[(end >> lines.SectorShift) - block.FirstSector + 1];
            for (int i = 0; i < block.SectorCycles.Length; i++)
                block.SectorCycles[i] = block.CycleAt(Math.Max(block.Address, region.Start + ((block.FirstSector + (uint)i) << lines.SectorShift)));
        }

        if (!region.IsWritable) return;
        foreach (uint page in PagesOf((block.Address, block.Size)))
        {
            memory.Pages[page] |= MemoryTiming.CodeMark;
            if (!_writable.TryGetValue(page, out List<(uint Address, int Size)>? keys)) _writable.Add(page, keys = []);
            if (!keys.Contains((block.Address, block.Size))) keys.Add((block.Address, block.Size));
        }
    }
}
