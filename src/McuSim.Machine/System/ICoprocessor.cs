namespace McuSim.Machine.System;

/// <summary>What a coprocessor does at the core's instructions for it, which the engine does not know.</summary>
internal interface ICoprocessor
{
    /// <summary>CDP: something within the coprocessor; false when there is no such operation.</summary>
    /// <param name="operation">opc1.</param>
    /// <param name="register">CRm.</param>
    /// <param name="option">opc2.</param>
    bool Operate(int operation, int register, int option);

    /// <summary>MCR with one register, MCRR with two; false when there is no such operation.</summary>
    /// <param name="operation">opc1.</param>
    /// <param name="register">CRm.</param>
    /// <param name="first">The core's register.</param>
    /// <param name="second">MCRR's second one, else null.</param>
    bool Write(int operation, int register, uint first, uint? second);

    /// <summary>MRC, and MRRC with the second register in the upper half; null when there is no such operation.</summary>
    /// <param name="operation">opc1.</param>
    /// <param name="register">CRm.</param>
    /// <param name="option">opc2; 0 for MRRC.</param>
    /// <param name="isPair">Whether it is MRRC.</param>
    /// <param name="peeks">Whether it is MRC2 or MRRC2.</param>
    ulong? Read(int operation, int register, int option, bool isPair, bool peeks);
}
