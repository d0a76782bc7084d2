namespace McuSim.Codegen;

/// <summary>The names that generated firmware exports and the rest of McuSim looks up in its ELF symbols.</summary>
public static class FirmwareSymbols
{
    /// <summary>The arena (an object with a size).</summary>
    public const string Arena = "mcusim_arena";

    /// <summary>One inference: reads the inputs, calls the layers in order, leaves the outputs.</summary>
    public const string Invoke = "mcusim_invoke";

    /// <summary>Called by <c>main</c> once after start-up and again after every inference: inputs may be written and outputs read while the program is at its first instruction.</summary>
    public const string Wait = "mcusim_wait";

    /// <summary>The first address of the stack area: the stack pointer must stay at or above it.</summary>
    public const string StackLimit = "__stack_limit";

    /// <summary>The initial stack pointer.</summary>
    public const string StackTop = "__stack_top";

    /// <summary>The bytes of input <paramref name="index"/> (a symbol inside the arena, with the tensor's size).</summary>
    public static string Input(int index) => $"mcusim_input_{index}";

    /// <summary>The bytes of variable <paramref name="index"/>, which an inference leaves for the next one.</summary>
    public static string State(int index) => $"mcusim_state_{index}";

    /// <summary>The bytes of output <paramref name="index"/>.</summary>
    public static string Output(int index) => $"mcusim_output_{index}";
}
