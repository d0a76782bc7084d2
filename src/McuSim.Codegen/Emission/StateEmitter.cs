using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Writes the part of <c>model.c</c> that gives a network's variables their first values.</summary>
internal static class StateEmitter
{
    /// <summary>Writes <c>mcusim_restart</c>.</summary>
    public static void Emit(CWriter writer, PlannedNetwork network)
    {
        ImmutableArray<State> states = network.Schedule.States;
        for (int i = 0; i < states.Length; i++)
        {
            byte[] bytes = states[i].Initial.ToArray();
            if (IsUniform(bytes)) continue;
            writer.Block(
                $"static const int8_t {Name(i)}[{CWriter.Number(bytes.Length)}] = {{",
                () => writer.Items(bytes.Select(b => CWriter.Number((sbyte)b))), "};");
            writer.Line();
        }

        writer.Line("void mcusim_restart(void)");
        writer.Block("{", () =>
        {
            for (int i = 0; i < states.Length; i++)
            {
                ReadOnlySpan<byte> bytes = states[i].Initial.Span;
                string place = $"mcusim_arena + {CWriter.Number(network.BufferOf(states[i].Tensor).Offset)}", size = CWriter.Number(bytes.Length);
                writer.Line(IsUniform(bytes) ? $"__builtin_memset({place}, {CWriter.Number((sbyte)bytes[0])}, {size});" : $"__builtin_memcpy({place}, {Name(i)}, {size});");
            }
        }, "}");
        writer.Line();
    }

    private static string Name(int index) => $"state_{CWriter.Number(index)}_initial";

    private static bool IsUniform(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(bytes[0]);
}
