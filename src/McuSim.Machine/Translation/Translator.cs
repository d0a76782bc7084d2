using System.Collections.Immutable;
using System.Diagnostics;
using McuSim.Boards;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Translation;

/// <summary>
/// Finds the blocks that run most, has them translated on another thread, and knows what is translated. Code that changes is forgotten; what was
/// being translated meanwhile is not used.
/// </summary>
internal sealed class Translator : IDisposable
{
    /// <summary>One of so many events is looked at, on average; not at equal distances, which a loop of the program could keep step with.</summary>
    private const int LeastDistance = 31, DistanceSpread = 62;

    /// <summary>Without accesses, a block counts once more for so many bytes: events say nothing of how long it takes.</summary>
    private const int BytesOfSample = 12;

    /// <summary>Leaving translated code at a block that is not translated takes the time of so many samples.</summary>
    private const int SamplesOfExit = 2;

    private readonly EventStream events;
    private readonly StorePages stores;
    private readonly RegionCompiler compiler;
    private readonly SharedRegions shared;
    private readonly TranslationOptions options;
    private readonly ImmutableArray<EntryTable> tables;
    private readonly List<TranslatedRegion?> regions = [];
    private readonly Dictionary<uint, int> samples = [];
    private readonly HashSet<uint> untranslatable = [];
    private Task<RegionCode?>? work;
    private uint seed;
    private bool isStale;
    private long seen;
    private uint random = 1;
    private int untilSample;
    private long ticks;

    internal Translator(Board board, MemoryMap memory, EventStream events, StorePages stores, bool recordsAccesses, TranslationOptions options)
    {
        this.events = events;
        this.stores = stores;
        this.options = options;
        compiler = new RegionCompiler(board.Core.Kind, recordsAccesses, Block);
        shared = SharedRegions.Of(board.Core.Kind, recordsAccesses);
        tables = [.. memory.Regions.Where(r => r.Region.Executable).Select(r => new EntryTable(r))];
    }

    /// <summary>Blocks that are translated.</summary>
    internal int Blocks => regions.Where(r => r is not null).SelectMany(r => r!.Blocks).Select(b => b.Address).Distinct().Count();

    /// <summary>How long translating took.</summary>
    internal TimeSpan Time => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref ticks));

    /// <summary>The translated region that holds a block.</summary>
    internal TranslatedRegion? Find(uint address, out uint block)
    {
        foreach (EntryTable table in tables)
        {
            if (table.TryFind(address, out int number, out block))
                return regions[number];
        }

        block = 0;
        return null;
    }

    /// <summary>Counts some of the blocks that the engine executed, and has one translated that runs often.</summary>
    /// <param name="recorded">The events.</param>
    /// <param name="instructions">Instructions in them.</param>
    internal void Sample(ReadOnlySpan<ulong> recorded, long instructions)
    {
        Publish();
        seen += instructions;
        for (; untilSample < recorded.Length; untilSample += Distance())
        {
            int at = untilSample;
            while (at >= 0 && new ExecutionEvent(recorded[at]).Kind != ExecutionEventKind.Block) at--;
            if (at < 0)
                continue;
            var block = new ExecutionEvent(recorded[at]);
            Heat(block.Address, compiler.RecordsAccesses ? 1 : 1 + (block.Size / BytesOfSample));
        }

        untilSample -= recorded.Length;
    }

    /// <summary>Translated code ended at a block that is the engine's.</summary>
    internal void Met(uint address)
    {
        if (events.SizeOfBlock(address) != 0) Heat(address, SamplesOfExit);
    }

    private int Distance()
    {
        if (options.Threshold == 0) return 1;
        random = (random * 1_664_525) + 1_013_904_223;
        return LeastDistance + (int)((random >> 16) * DistanceSpread >> 16);
    }

    private void Heat(uint address, int samples)
    {
        if (Find(address, out _) is not null || untranslatable.Contains(address))
            return;
        int heat = this.samples.GetValueOrDefault(address) + samples;
        this.samples[address] = heat;
        if (heat >= options.Threshold && (options.Threshold == 0 || (work is null && IsPatient))) Translate(address);
    }

    private bool IsPatient => seen >= (compiler.RecordsAccesses ? options.Patience : 2 * options.Patience);

    /// <summary>Forgets what lies in a range of memory whose bytes changed.</summary>
    internal void Forget(uint start, ulong end)
    {
        isStale = true;
        untranslatable.RemoveWhere(a => a >= start && a < end);
        for (int i = 0; i < regions.Count; i++)
        {
            if (regions[i] is not { } region || !region.Blocks.Any(b => b.Address < end && b.Address + b.Size > start))
                continue;
            foreach (TranslatedBlock block in region.Blocks)
            {
                foreach (EntryTable table in tables) table.Remove(block.Address, i);
            }

            regions[i] = null;
        }
    }

    /// <summary>Uses what is ready.</summary>
    internal void Publish()
    {
        if (work is not { IsCompleted: true })
            return;
        RegionCode? region = work.GetAwaiter().GetResult();
        work = null;
        if (isStale)
            return;
        if (region is null)
        {
            untranslatable.Add(seed);
            return;
        }

        regions.Add(new TranslatedRegion(region));
        for (int i = 0; i < region.Blocks.Length; i++)
        {
            uint address = region.Blocks[i].Address;
            if (region.Blocks[i].IfThen != 0)
                continue;
            foreach (EntryTable table in tables) table.Add(address, regions.Count - 1, i);
            stores.MarkTranslated(address);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        work?.Wait();
        foreach (EntryTable table in tables) table.Dispose();
    }

    private void Translate(uint address)
    {
        samples.Remove(address);
        seed = address;
        isStale = false;
        work = Task.Run(() =>
        {
            var clock = Stopwatch.StartNew();
            RegionCode? region = shared.Get(address, events.BlockAt, () => compiler.Compile(address));
            Interlocked.Add(ref ticks, clock.ElapsedTicks);
            return region;
        });
        if (!options.Waits)
            return;
        work.Wait();
        Publish();
    }

    /// <summary>A block for the region that is being made. What other regions hold, it branches to.</summary>
    private TranslatedBlock? Block(uint address, int ifThen) =>
        (ifThen != 0 || !tables.Any(t => t.TryFind(address, out _, out _))) && events.BlockAt(address) is { Length: > 0 } code ? new TranslatedBlock(address, code, ifThen) : null;
}
