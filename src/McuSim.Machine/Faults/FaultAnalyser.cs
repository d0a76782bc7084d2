using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Machine.Engine;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;
using McuSim.Machine.System;

namespace McuSim.Machine.Faults;

/// <summary>Turns what the engine says of a stop into a fault that a person can act on.</summary>
internal sealed unsafe class FaultAnalyser(
    Board board, MemoryMap memory, SymbolTable symbols, UnicornEngine engine, Executor executor, ProtectedMemory protection, StackGuard stackGuard, bool recordsEveryAccess)
{
    private const uint FirstExceptionReturn = 0xFFFF_FFA0;

    /// <summary>Explains a stop that was no normal one.</summary>
    internal FirmwareFaultException Explain(Stop stop)
    {
        ImmutableArray<uint> registers = [.. Enum.GetValues<CoreRegister>().Select(r => engine.ReadRegister(Registers.Of(r)))];
        FaultAccess? access = Access();
        (uint pc, bool isExact) = Locate(access, registers);
        FaultKind kind = Kind(stop, pc, access, registers);
        if (kind == FaultKind.Unaligned && access is null && memory.Find(pc, 4) is { } region && MemoryOperand.Decode(region.Span(pc, 4), pc, registers.AsSpan()) is { } operand)
            access = new FaultAccess(operand.Address, (int)operand.Bytes, operand.IsWrite);
        registers = registers.SetItem((int)CoreRegister.Pc, pc);
        uint stackPointer = Math.Max(registers[(int)CoreRegister.Sp], stackGuard.Limit);
        var fault = new FirmwareFault(
            kind, pc, isExact, symbols.Find(pc), access, registers,
            Backtrace.Scan(memory, symbols, stackPointer, registers[(int)CoreRegister.Lr]));
        return new FirmwareFaultException(FaultMessage.For(fault, board, Number(stop)), fault);
    }

    /// <summary>What the events showed, when that ended the run.</summary>
    private Suspect? Suspect => executor.Events.Suspect is { } suspect && suspect.Kind == executor.OwnFault ? suspect : null;

    private FaultAccess? Access()
    {
        if (Suspect is { } suspect)
            return suspect.Access;
        HookState* state = executor.State;
        bool isData = state->Refused is not (0 or UnicornAccess.FetchUnmapped or UnicornAccess.FetchProtected);
        return isData
            ? new FaultAccess(state->RefusedAddress, state->RefusedSize, state->Refused is UnicornAccess.WriteUnmapped or UnicornAccess.WriteProtected)
            : null;
    }

    private (uint Address, bool IsExact) Locate(FaultAccess? access, ImmutableArray<uint> registers)
    {
        uint pc = registers[(int)CoreRegister.Pc];
        if (Suspect is { } suspect)
            return (suspect.Address, true);
        if (access is not { } failed)
            return (executor.State->Exception == (uint)UnicornException.SupervisorCall ? pc - 2 : pc, true);
        ExecutionEvent block = executor.Events.LastBlock;
        int? before = recordsEveryAccess ? executor.Events.AccessesSinceBlock : null;
        return FaultLocator.Find(executor.Events.Code(block), block.Address, failed, registers.AsSpan(), before);
    }

    private FaultKind Kind(Stop stop, uint pc, FaultAccess? access, ImmutableArray<uint> registers)
    {
        if (executor.OwnFault is { } own)
            return own;
        HookState* state = executor.State;
        if (state->Refused != 0 && protection.Forbids(state->Refused, state->RefusedAddress, state->RefusedSize))
            return FaultKind.Protected;
        if (access is { } failed && IsStackOverflow(failed, registers[(int)CoreRegister.Sp]))
            return FaultKind.StackOverflow;
        if (pc >= FirstExceptionReturn)
            return FaultKind.ExceptionReturn;
        if (executor.State->Refused != 0)
        {
            return executor.State->Refused switch
            {
                UnicornAccess.WriteProtected => FaultKind.WriteToReadOnly,
                UnicornAccess.FetchUnmapped or UnicornAccess.FetchProtected => FetchFault(pc),
                _ => FaultKind.UnmappedAccess,
            };
        }

        const uint ThumbBit = 1u << 24;
        if ((registers[(int)CoreRegister.Xpsr] & ThumbBit) == 0)
            return FaultKind.ArmState;
        return executor.State->Exception == 0 ? OfError(stop.Error, pc) : OfException(pc);
    }

    private FaultKind OfError(UnicornError error, uint pc) =>
        error != UnicornError.InvalidInstruction ? FaultKind.Other
        : memory.Find(pc, 2) is { } region && CodeCheck.IsUnwritten(region.Span(pc, 2)) ? FaultKind.Runaway
        : FaultKind.UndefinedInstruction;

    private FaultKind OfException(uint pc) => (UnicornException)executor.State->Exception switch
    {
        UnicornException.Undefined => FaultKind.UndefinedInstruction,
        UnicornException.SupervisorCall => FaultKind.SupervisorCall,
        UnicornException.Breakpoint or UnicornException.Semihosting => FaultKind.Breakpoint,
        UnicornException.NoCoprocessor => FaultKind.NoCoprocessor,
        UnicornException.InvalidState => FaultKind.ArmState,
        UnicornException.StackOverflow => FaultKind.StackOverflow,
        UnicornException.DataAbort or UnicornException.Unaligned => FaultKind.Unaligned,
        UnicornException.ExceptionExit => FaultKind.ExceptionReturn,
        UnicornException.PrefetchAbort => FetchFault(pc),
        _ => FaultKind.Other,
    };

    private FaultKind FetchFault(uint pc) => board.RegionAt(pc) is null ? FaultKind.FetchUnmapped : FaultKind.FetchNotExecutable;

    private uint Number(Stop stop) => executor.State->Exception != 0 ? executor.State->Exception : (uint)stop.Error;

    /// <summary>
    /// The stack has overflowed when the stack pointer is below its limit; and when a write beside it fails just below the memory it lies
    /// in (a push, or a local variable of a function whose frame begins below).
    /// </summary>
    private bool IsStackOverflow(FaultAccess access, uint stackPointer)
    {
        const uint LargestFrame = 64 * 1024;
        if (stackGuard.IsBelowLimit(stackPointer))
            return true;
        if (stackGuard.Limit != 0)
            return access.Address < stackGuard.Limit && stackPointer - stackGuard.Limit < LargestFrame && stackGuard.Limit - access.Address < LargestFrame;
        bool isNear = access.Address - stackPointer + LargestFrame < 2 * LargestFrame;
        bool belowMemory = memory.Find(access.Address) is null && memory.Writable.Any(r => r.Region.Start - access.Address <= LargestFrame);
        return isNear && belowMemory && access.IsWrite;
    }
}
