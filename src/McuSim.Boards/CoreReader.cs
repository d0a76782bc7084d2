using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>core</c>, <c>instruction_cache</c> and <c>data_cache</c>.</summary>
internal static class CoreReader
{
    public static CoreDescription Core(Section core)
    {
        CoreKind kind = core.Choice<CoreKind>("kind",
            ("cortex-m0", CoreKind.CortexM0), ("cortex-m0plus", CoreKind.CortexM0Plus), ("cortex-m3", CoreKind.CortexM3),
            ("cortex-m4", CoreKind.CortexM4), ("cortex-m7", CoreKind.CortexM7), ("cortex-m33", CoreKind.CortexM33));
        FpuKind fpu = core.Choice<FpuKind>("fpu", ("none", FpuKind.None), ("single", FpuKind.Single), ("double", FpuKind.Double));
        if (fpu != FpuKind.None && kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus or CoreKind.CortexM3)
            throw core.Wrong("fpu", "none for this core");
        if (fpu == FpuKind.Double && kind != CoreKind.CortexM7)
            throw core.Wrong("fpu", "none or single for this core");
        return new CoreDescription(kind, fpu, MultiplyCycles(core, kind)) { LateOffsetCycles = LateOffsetCycles(core, kind) };
    }

    /// <summary>What lies between the core's buses for code and its memories is the chip's.</summary>
    private static int LateOffsetCycles(Section core, CoreKind kind)
    {
        if (core.Has("late_offset_cycles") && kind is not (CoreKind.CortexM3 or CoreKind.CortexM4))
            throw core.Bad("late_offset_cycles", "is only for cortex-m3 and cortex-m4");
        return core.Whole("late_offset_cycles", 0, 4, otherwise: 0);
    }

    /// <summary>The chip's maker chooses between two multipliers on Armv6-M (Arm DDI 0484C, table 3-1); the other cores have one.</summary>
    private static int MultiplyCycles(Section core, CoreKind kind)
    {
        bool choice = kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus;
        if (!choice)
            return core.Has("multiply_cycles") ? throw core.Bad("multiply_cycles", "is only for cortex-m0 and cortex-m0plus") : 1;
        return core.Whole("multiply_cycles", 1, 32) is var cycles and (1 or 32) ? cycles : throw core.Wrong("multiply_cycles", "1 or 32");
    }

    public static Cache? Cache(Section root, string name, CoreKind kind)
    {
        if (!root.Has(name))
            return null;
        if (kind != CoreKind.CortexM7)
            throw root.Bad(name, "is an L1 cache inside the core, which only cortex-m7 has; a cache in front of the flash goes below flash.accelerator");
        Section cache = root.Child(name, "size", "line", "ways", "source");
        int size = (int)cache.Bytes("size", 1024, 1 << 20);
        int line = (int)cache.Bytes("line", 4, 256);
        int ways = cache.Whole("ways", 1, 64);
        if (!int.IsPow2(line))
            throw cache.Wrong("line", "a power of two");
        if (size % (line * ways) != 0 || !int.IsPow2(size / (line * ways)))
            throw cache.Bad("size", "divided by line and ways must be a power of two (the number of sets)");
        return new Cache(size, line, ways);
    }
}
