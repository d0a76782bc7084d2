using System.Buffers.Binary;

using McuSim.Machine;

namespace McuSim.Benchmarks;

/// <summary>A program that multiplies int8 vectors for ever: eight products per iteration of ten instructions, as a convolution's inner loop.</summary>
internal static class KernelLoop
{
    private const uint Flash = 0x0800_0000;
    private const uint Code = Flash + 0x100;

    /// <summary>The firmware.</summary>
    /// <param name="weights">Where it reads weights.</param>
    /// <param name="activations">Where it reads activations.</param>
    public static FirmwareImage Image(uint weights, uint activations)
    {
        byte[] flash = new byte[0x4_0000];
        Put(flash, 0, (ushort)0x4000, 0x2000, (ushort)((Code + 1) & 0xFFFF), (ushort)(Code >> 16));
        ushort[] code =
        [
            0x4C0C, //         outer: ldr r4, [pc, #48]   weights
            0x4D0D, //                ldr r5, [pc, #52]   activations
            0xF44F, 0x7780, //        mov.w r7, #256
            0x2600, //                movs r6, #0
            0xBF00, //                nop
            0xF854, 0x0B04, //  loop: ldr.w r0, [r4], #4
            0xF855, 0x1B04, //        ldr.w r1, [r5], #4
            0xFA2F, 0xF280, //        sxtb16 r2, r0
            0xFA2F, 0xF090, //        sxtb16 r0, r0, ror #8
            0xFA2F, 0xF381, //        sxtb16 r3, r1
            0xFA2F, 0xF191, //        sxtb16 r1, r1, ror #8
            0xFB22, 0x6603, //        smlad r6, r2, r3, r6
            0xFB20, 0x6601, //        smlad r6, r0, r1, r6
            0x3F01, //                subs r7, #1
            0xD1ED, //                bne loop
            0xE7E6, //                b outer
            0xBF00, //                nop
        ];
        Put(flash, (int)(Code - Flash), code);
        int literals = (int)(Code - Flash) + 2 * code.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(literals), weights);
        BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(literals + 4), activations);
        return new FirmwareImage("kernel loop", [new Segment(Flash, Flash, flash, (uint)flash.Length)], [], Code, []);
    }

    private static void Put(byte[] flash, int offset, params ushort[] halves)
    {
        for (int i = 0; i < halves.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(flash.AsSpan(offset + 2 * i), halves[i]);
    }
}
