namespace McuSim.Measurement;

/// <summary>What runs the generated network: a simulated board, or this machine's own processor. One thread at a time may use it.</summary>
public interface INetworkEngine : IDisposable
{
    /// <summary>Runs one inference. Equal inputs give equal outputs, whatever ran before.</summary>
    /// <param name="inputBytes">The bytes of every input, in the model's order.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="ArgumentException">An input has the wrong number of bytes.</exception>
    /// <exception cref="McuSim.Common.McuSimException">The network failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Inference Run(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation = default);

    /// <summary>Runs one more inference on what the one before left in the network's variables.</summary>
    /// <inheritdoc cref="Run"/>
    Inference Continue(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation = default);
}
