namespace McuSim.Models;

/// <summary>A variable of the network: what an inference leaves for the next one, as networks that hear sound a slice at a time do.</summary>
/// <param name="Tensor">int8 or int16. At the start of an inference it holds what the one before stored with <see cref="StoreState"/>, or an <see cref="Lstm"/> left.</param>
/// <param name="Initial">Its bytes before the first inference.</param>
public sealed record State(Tensor Tensor, ReadOnlyMemory<byte> Initial);
