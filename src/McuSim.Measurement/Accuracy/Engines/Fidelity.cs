namespace McuSim.Measurement;

/// <summary>On what an evaluation runs its inputs. The outputs are the same bytes on all of them.</summary>
public enum Fidelity
{
    /// <summary>Every input on the simulated board, with its cycles.</summary>
    Board,

    /// <summary>Every input on the simulated board's core, without timing.</summary>
    Exact,

    /// <summary>The same generated C compiled for this machine, after a sample of inputs was proven equal on the simulated core.</summary>
    Native,
}
