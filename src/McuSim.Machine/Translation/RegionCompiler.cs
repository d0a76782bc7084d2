using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using McuSim.Boards;

namespace McuSim.Machine.Translation;

/// <summary>Makes a region around a block, and its code.</summary>
/// <param name="core">The core.</param>
/// <param name="recordsAccesses">Whether accesses are events.</param>
/// <param name="find">The block that the engine makes at an address, with an ITSTATE there; null where none was executed yet.</param>
internal sealed class RegionCompiler(CoreKind core, bool recordsAccesses, Func<uint, int, TranslatedBlock?> find)
{
    /// <summary>Beyond this the runtime's compiler stops optimizing (it counts variables, their uses and branches).</summary>
    private const int MostBytes = 1200, MostBlocks = 120;

    /// <summary>Whether accesses are events.</summary>
    internal bool RecordsAccesses => recordsAccesses;

    /// <summary>The region that a block begins; null when the block itself is not for translated code.</summary>
    internal RegionCode? Compile(uint seed)
    {
        List<TranslatedBlock> blocks = [];
        HashSet<uint> seen = [seed];
        Queue<(uint Address, int IfThen)> waiting = new([(seed, 0)]);
        uint used = 0, bytes = 0;
        bool usesDspFlags = false, usesFloat = false;
        while (waiting.TryDequeue(out (uint Address, int IfThen) next) && bytes < MostBytes && blocks.Count < MostBlocks)
        {
            if (find(next.Address, next.IfThen) is not { } block || bytes + block.Size > MostBytes)
                continue;
            MethodWriter writer = NewWriter(out _);
            writer.Begin([block], 0, usesDspFlags: false);
            if (!BlockWriter.Write(writer, block))
                continue;
            blocks.Add(block);
            bytes += block.Size;
            used |= writer.UsedRegisters;
            usesDspFlags |= writer.UsesDspFlags;
            usesFloat |= writer.UsesFloat;
            foreach ((uint Address, int IfThen) target in block.EndsWithCall ? [.. writer.Targets, (block.Address + block.Size, 0)] : writer.Targets)
            {
                if (seen.Add(target.Address)) waiting.Enqueue(target);
            }
        }

        return blocks.Count == 0 || blocks[0].Address != seed ? null : new RegionCode([.. blocks], Write(blocks, used, usesDspFlags), usesFloat);
    }

    private TranslatedCode Write(List<TranslatedBlock> blocks, uint used, bool usesDspFlags)
    {
        MethodWriter writer = NewWriter(out DynamicMethod method);
        writer.Begin(blocks, used, usesDspFlags);
        foreach (TranslatedBlock block in blocks) BlockWriter.Write(writer, block);
        writer.End();
        var code = method.CreateDelegate<TranslatedCode>();
        RuntimeHelpers.PrepareDelegate(code);
        return code;
    }

    private MethodWriter NewWriter(out DynamicMethod method)
    {
        method = new DynamicMethod("Region", typeof(int), [typeof(TranslatedState).MakePointerType()], typeof(RegionCompiler).Module, skipVisibility: true) { InitLocals = false };
        return new MethodWriter(method.GetILGenerator(4096), core, recordsAccesses);
    }
}
