using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A piece of int8 C code under <c>firmware/kernels</c>: for which operators it serves, and how it is called.</summary>
internal abstract class Kernel
{
    /// <summary>The kernel's name, for people: the C function's, and what distinguishes variants of it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the kernel belongs to a stage of the engine.</summary>
    public virtual bool ServesAt(EngineStage stage) => true;

    /// <summary>What the operator would take with this kernel, or null when the kernel cannot compute it on that core.</summary>
    public abstract KernelOffer? Offer(Operator @operator, KernelContext context);

    /// <summary>The call that computes the operator: constants laid out for the kernel, and every argument.</summary>
    public abstract KernelCall Call(Operator @operator, KernelContext context);
}

/// <summary>A kernel for one type of operator.</summary>
internal abstract class Kernel<TOperator> : Kernel
    where TOperator : Operator
{
    /// <summary>Whether the kernel is for weights with a zero point; all others are for weights without one.</summary>
    protected virtual bool TakesWeightZeroPoint => false;

    /// <inheritdoc/>
    public sealed override KernelOffer? Offer(Operator @operator, KernelContext context) =>
        @operator is TOperator typed && TakesWeightZeroPoint == AsymmetricWeights.Has(typed) ? Offer(typed, context) : null;

    /// <inheritdoc/>
    public sealed override KernelCall Call(Operator @operator, KernelContext context) => Call((TOperator)@operator, context);

    /// <inheritdoc cref="Kernel.Offer"/>
    protected abstract KernelOffer? Offer(TOperator op, KernelContext context);

    /// <inheritdoc cref="Kernel.Call"/>
    protected abstract KernelCall Call(TOperator op, KernelContext context);
}
