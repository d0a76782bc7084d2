namespace McuSim.Machine.Faults;

/// <summary>Knows the lowest address that the main stack may use, where the image names it.</summary>
/// <param name="Limit">The lowest address, or 0 when the image does not say.</param>
internal readonly record struct StackGuard(uint Limit)
{
    /// <summary>The symbol that generated firmware and common linker scripts define.</summary>
    internal const string LimitSymbol = "__stack_limit";

    internal static StackGuard For(SymbolTable symbols) => new(symbols.Find(LimitSymbol)?.Address ?? symbols.Find("__StackLimit")?.Address ?? 0);

    internal bool IsBelowLimit(uint stackPointer) => stackPointer < Limit;
}
