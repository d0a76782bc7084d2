using System.Collections.Immutable;
using System.Globalization;

using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>
/// Keeps the call stack of a program by following its blocks; the timing says when each began, and so what each function took. It hands all events on to the
/// timing.
/// </summary>
/// <remarks>
/// A block that ends with a call opens a frame; one that ends with a return instruction and continues behind the call of an open frame closes the
/// frames above. Any other change of function replaces the open one: a tail call.
/// </remarks>
internal sealed class CallProfiler : IPathObserver
{
    private const int MostFrames = 1 << 16;
    private const int RecentBlocks = 1 << 14;

    private readonly TimingModel timing;
    private readonly IMemoryReader memory;
    private readonly SymbolTable symbols;
    private readonly StackWatch stack;
    private readonly CodeBlock?[] recent = new CodeBlock?[RecentBlocks];
    private readonly Dictionary<(uint, int), CodeBlock> blocks = [];
    private readonly Dictionary<uint, CalledFunction> functions = [];
    private readonly List<Frame> frames = [];
    private CodeBlock last = new(uint.MaxValue, [], null);
    private CalledFunction? current;
    private CalledPath?[] paths = [];
    private bool exception;
    private long executed;
    private long mark;
    private long instructionsMark;
    private CalledFunction[] deepest = [];

    /// <summary>Follows a program from its reset.</summary>
    public CallProfiler(TimingModel timing, McuMachine machine, StackWatch stack)
    {
        (this.timing, memory, symbols, this.stack) = (timing, machine, machine.Symbols, stack);
        timing.KeepBlockBegins();
    }

    /// <summary>Writes down every call, or null.</summary>
    public CallRecorder? Recorder { get; init; }

    /// <summary>What was counted, most own cycles first.</summary>
    public ImmutableArray<CalledFunction> Functions =>
        [.. functions.Values.Where(f => f.Calls > 0 || f.Exclusive > 0).OrderByDescending(f => f.Exclusive).ThenBy(f => f.Address)];

    /// <summary>Functions open when the stack was deepest, innermost first.</summary>
    public IEnumerable<string> Deepest => deepest.Select(f => f.Name);

    /// <summary>Return addresses of the open calls, innermost first.</summary>
    public IEnumerable<uint> ReturnAddresses => frames.AsEnumerable().Reverse().Where(f => f.Return != Frame.NoReturn).Select(f => f.Return);

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events) => Observe(events, [new PathRun(null, 0, events.Length, 0)]);

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events, ReadOnlySpan<PathRun> runs)
    {
        timing.Observe(events, runs);
        ReadOnlySpan<long> begins = timing.BlockBegins;
        int block = 0;
        foreach (ref readonly PathRun run in runs)
        {
            if (run.Path is { } path)
            {
                FollowPath(PathAt(path), path, run.Blocks, events[run.Start..run.End], begins[block..]);
                block += run.Blocks;
            }
            else
            {
                Follow(events[run.Start..run.End], begins, ref block);
            }
        }
    }

    private void Follow(ReadOnlySpan<ulong> events, ReadOnlySpan<long> begins, ref int block)
    {
        foreach (ulong bits in events)
        {
            switch ((ExecutionEventKind)(bits >> 62))
            {
                case ExecutionEventKind.Block:
                    Begin(Next(last, (uint)bits, (int)(bits >> 32) & 0xFFFF), begins[block++]);
                    break;
                case ExecutionEventKind.Write:
                    Write((uint)bits);
                    break;
                case ExecutionEventKind.Exception:
                    exception = true;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Follows a path: of most blocks it is known that they neither call nor return, and mostly that no write can be the deepest of the stack.</summary>
    private void FollowPath(CalledPath called, ExecutionPath path, int blocks, ReadOnlySpan<ulong> events, ReadOnlySpan<long> begins)
    {
        for (int i = 0, next; i < blocks; i = next)
        {
            next = Math.Min(called.NextMark[i], blocks);
            CodeBlock block = called.Blocks[i];
            Begin(i == 0 ? Next(last, block.Address, block.Size) : block, begins[i]);
            if (block.BeginsWithPush || stack.MayDeepen) Write(events[path.Starts[i]..path.Starts[i + 1]]);
            if (next == i + 1) continue;
            bool mayDeepen = stack.MayDeepen;
            last = called.Blocks[next - 1];
            executed += path.InstructionsIn(next) - path.InstructionsIn(i + 1);
            stack.Begin(last, isEntry: false);
            if (mayDeepen) Write(events[path.Starts[i + 1]..path.Starts[next]]);
        }
    }

    private void Begin(CodeBlock next, long cycle)
    {
        bool isEntry = IsChange(last, next) && Change(next, cycle);
        stack.Begin(next, isEntry);
        executed += next.Instructions;
        last = next;
    }

    private void Write(ReadOnlySpan<ulong> events)
    {
        foreach (ulong bits in events)
            if (bits >> 62 == (ulong)ExecutionEventKind.Write) Write((uint)bits);
    }

    private void Write(uint address)
    {
        if (stack.Write(address)) deepest = [.. frames.AsEnumerable().Reverse().Select(f => f.Function)];
    }

    private CalledPath PathAt(ExecutionPath path)
    {
        if (path.Id >= paths.Length) Array.Resize(ref paths, Math.Max(2 * paths.Length, path.Id + 1));
        return paths[path.Id] ??= new CalledPath(path, Find);
    }

    /// <summary>Closes all calls: the run is over.</summary>
    public void Finish()
    {
        Account(timing.Cycles, executed);
        while (frames.Count > 0) Pop(timing.Cycles);
        current = null;
    }

    private bool IsChange(CodeBlock previous, CodeBlock next) =>
        exception || (previous.MayLeave && next.Address != previous.End) || (!ReferenceEquals(next.Function, current) && next.Function is not null) || current is null;

    private CodeBlock Next(CodeBlock previous, uint address, int size)
    {
        bool fallThrough = address == previous.End;
        CodeBlock? next = fallThrough ? previous.FallThrough : previous.Taken;
        if (next is not null && next.Address == address && next.Size == size) return next;
        next = Find(address, size);
        if (fallThrough) previous.FallThrough = next;
        else previous.Taken = next;
        return next;
    }

    /// <summary>Follows a change of function; gives whether a call was made.</summary>
    private bool Change(CodeBlock next, long now)
    {
        Account(now, executed);
        bool isEntry = false;
        bool leaves = last.EndsWithReturn && next.Address != last.End;
        if (current is null)
        {
            isEntry = Push(next, Frame.NoReturn, now, isException: false);
        }
        else if (exception)
        {
            bool returns = leaves && frames[^1].IsException;
            if (returns) Pop(now);
            if (!returns || next.Function?.Address == next.Address) isEntry = Push(next, Frame.NoReturn, now, isException: true);
        }
        else if (last.EndsWithCall && next.Address != last.End)
        {
            isEntry = Push(next, last.End, now, isException: false);
        }
        else if (leaves && OpenCall(next.Address) is { } index)
        {
            while (frames.Count > index) Pop(now);
        }

        exception = false;
        current = frames[^1].Function;
        if (next.Function is not { } function || ReferenceEquals(function, current)) return isEntry;
        isEntry = next.Address == function.Address && next.Address != last.End;
        Replace(function, now, isEntry);
        return isEntry;
    }

    private void Account(long now, long instructions)
    {
        if (current is not null)
        {
            current.Exclusive += now - mark;
            Recorder?.Spend(now - mark);
            current.Instructions += instructions - instructionsMark;
        }

        (mark, instructionsMark) = (now, instructions);
    }

    private bool Push(CodeBlock next, uint returnAddress, long now, bool isException)
    {
        if (frames.Count == MostFrames) Forget(now);
        CalledFunction function = next.Function ?? FunctionAt(next.Address, null);
        frames.Add(new Frame(function, returnAddress, stack.Pointer, isException));
        function.Enter(now, isCall: true);
        Recorder?.Enter(function.Name, now, stack.Pointer);
        return true;
    }

    private void Pop(long now)
    {
        Frame frame = frames[^1];
        frames.RemoveAt(frames.Count - 1);
        frame.Function.Leave(now);
        Recorder?.Leave(now);
        stack.Pointer = frame.StackPointer;
    }

    private void Replace(CalledFunction function, long now, bool isCall)
    {
        Frame frame = frames[^1];
        frame.Function.Leave(now);
        function.Enter(now, isCall);
        Recorder?.Leave(now);
        Recorder?.Enter(function.Name, now, frame.StackPointer);
        if (isCall) stack.Pointer = frame.StackPointer; // a tail call comes after the frame was given up
        frames[^1] = frame with { Function = function };
        current = function;
    }

    /// <summary>Calls that never return (a scheduler switches stacks) must not pile up.</summary>
    private void Forget(long now)
    {
        foreach (Frame frame in frames.Take(MostFrames / 2)) frame.Function.Leave(now);
        frames.RemoveRange(0, MostFrames / 2);
        Recorder?.Forget(MostFrames / 2, now);
    }

    /// <summary>The frame whose call returns to an address.</summary>
    private int? OpenCall(uint address)
    {
        for (int i = frames.Count - 1; i >= 0; i--)
        {
            if (frames[i].Return == address) return i;
            if (frames[i].IsException) break;
        }

        return null;
    }

    private CodeBlock Find(uint address, int size)
    {
        ref CodeBlock? slot = ref recent[(address >> 1) & (RecentBlocks - 1)];
        if (slot is null || slot.Address != address || slot.Size != size)
        {
            if (!blocks.TryGetValue((address, size), out slot)) blocks[(address, size)] = slot = Read(address, size);
        }

        return slot;
    }

    private CodeBlock Read(uint address, int size)
    {
        var code = new byte[size];
        memory.TryRead(address, code);
        return new CodeBlock(address, code, symbols.Find(address) is { } found ? FunctionAt(found.Symbol.Address, found.Symbol.Name) : null);
    }

    private CalledFunction FunctionAt(uint address, string? name)
    {
        if (!functions.TryGetValue(address, out CalledFunction? function))
            functions[address] = function = new CalledFunction(name ?? string.Create(CultureInfo.InvariantCulture, $"0x{address:x8}"), address);
        return function;
    }

    /// <summary>An open call.</summary>
    private readonly record struct Frame(CalledFunction Function, uint Return, uint StackPointer, bool IsException)
    {
        public const uint NoReturn = uint.MaxValue;
    }
}
