using System.Globalization;

namespace McuSim.Codegen;

/// <summary>Writes the linker script of a board.</summary>
internal static class LinkerScript
{
    /// <summary>Long enough for anything, so that a link tells sizes instead of failing.</summary>
    private const long Unlimited = 0x10000000;

    /// <summary>The script.</summary>
    /// <param name="layout">What goes where.</param>
    /// <param name="stackBytes">Bytes of stack.</param>
    /// <param name="limited">False: regions have no end, to find out how much a network that does not fit would take.</param>
    public static string Format(MemoryLayout layout, int stackBytes, bool limited = true)
    {
        string Region(string name, MemorySpan span) => string.Create(
            CultureInfo.InvariantCulture,
            $"    {name} : ORIGIN = 0x{span.Start:X8}, LENGTH = {(limited ? span.Size : Unlimited)} /* {span.Name} */\n");
        string arenaRegion = layout.Arena is null ? "STATIC" : "ARENA";
        string memory = Region("CODE", layout.Code) + Region("STATIC", layout.Static)
            + (layout.Arena is { } arena ? Region("ARENA", arena) : string.Empty);
        return $$"""
            ENTRY(mcusim_reset)

            MEMORY
            {
            {{memory}}}

            SECTIONS
            {
                .vectors : { __code_start = .; KEEP(*(.vectors)) } > CODE
                .startup : { *startup.o(.text .text.*) *main.o(.text .text.*) *memory.o(.text .text.*) *libgcc.a:*(.text .text.*) } > CODE
                .text : { *(.text .text.*) } > CODE
                .rodata : ALIGN(4) { *(.rodata .rodata.*) . = ALIGN(4); } > CODE

                /* The stack grows down to the start of its region, so an overflow leaves the memory instead of reaching data. */
                .stack (NOLOAD) :
                {
                    __stack_limit = .;
                    . += {{stackBytes.ToString(CultureInfo.InvariantCulture)}};
                    . = ALIGN(8);
                    __stack_top = .;
                } > STATIC
                .arena (NOLOAD) : ALIGN(8) { KEEP(*(.bss.mcusim_arena)) } > {{arenaRegion}}
                .data : ALIGN(4) { __data_start = .; *(.data .data.*) . = ALIGN(4); __data_end = .; } > STATIC AT> CODE
                __data_load = LOADADDR(.data);
                .bss (NOLOAD) : ALIGN(4) { __bss_start = .; *(.bss .bss.* COMMON) . = ALIGN(4); __bss_end = .; } > STATIC

                /DISCARD/ : { *(.ARM.exidx*) *(.ARM.extab*) }
            }

            ASSERT(__stack_limit == ORIGIN(STATIC), "the stack must lie at the start of its region")
            ASSERT(__code_start == ORIGIN(CODE), "the vector table must come first")

            """.ReplaceLineEndings("\n");
    }
}
