using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What a field of a kernel's argument structure is set to.</summary>
internal abstract record Argument;

/// <summary>An integer literal.</summary>
internal sealed record NumberArgument(long Value) : Argument;

/// <summary>A float literal, written so that it is exact.</summary>
internal sealed record FloatArgument(float Value) : Argument;

/// <summary>A list of integers: the initialiser of an array field.</summary>
internal sealed record NumbersArgument(ImmutableArray<int> Values) : Argument;

/// <summary>The address of a tensor, in the arena or among the constants.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="PointerType">The C type it is used as, such as <c>const arena_float *</c>; null for int8.</param>
internal sealed record TensorArgument(Tensor Tensor, string? PointerType = null) : Argument;

/// <summary>The addresses of several tensors, as an array of pointers.</summary>
internal sealed record TensorsArgument(ImmutableArray<Tensor> Tensors) : Argument;

/// <summary>A pointer to int32 numbers that are used in this place only.</summary>
internal sealed record NumbersPointerArgument(ImmutableArray<int> Values) : Argument;

/// <summary>The layer's scratch in the arena.</summary>
/// <param name="PointerType">The C type it is used as; null for int8.</param>
/// <param name="Offset">Bytes after the scratch's first byte.</param>
internal sealed record ScratchArgument(string? PointerType = null, int Offset = 0) : Argument;

/// <summary>An array of the layer's constants.</summary>
internal sealed record ConstantArgument(ConstantArray Array) : Argument;
