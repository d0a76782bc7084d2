/*
 * Rows of outputs of a 3x3 depthwise convolution, with all weights in registers (depthwise_sums.h names the words), for sums that need no
 * correction when negative (ACTIVATION_RELU). In assembly, because two sums, six weight words, two words of values, the output's step and
 * three addresses are all the registers there are, which the compiler does not manage by itself. About 12 instructions per output.
 */
#ifndef MCUSIM_KERNELS_DSP_DEPTHWISE_3X3_H
#define MCUSIM_KERNELS_DSP_DEPTHWISE_3X3_H

#include "depthwise_sums.h"
#include "requantise_scaled.h"

/* Whether the rows, row_bytes apart, lie so close that loads reach them from the first, and the numbers are literals for the assembler. */
#define DEPTHWISE_3X3_FITS(width, row_bytes, row_step)                                                                                 \
    (__builtin_constant_p(width) && __builtin_constant_p(row_bytes) && (row_bytes) <= 496 && __builtin_constant_p(row_step) && (row_step) <= 4095)

#if defined(__ARM_FEATURE_DSP)

/* What does not stay in a register. The assembly knows the places. */
struct depthwise_rows_3x3 {
    uint32_t weights[6];
    int32_t multiplier, offset, bias, shift; /* from byte 24 on */
    int32_t output_rest;                     /* 40: from the output after a row's last pair to the next row's first */
    const lanes *last;                       /* 44: the values of the row after the last */
    const lanes *end;                        /* 48: the values after the row's last four */
    int32_t step;                            /* 52: from one output to the next */
    const lanes *values;                     /* 56 */
    int8_t *output;                          /* 60 */
};

/* r0: the structure; r1: values; r2: output; r3, r4: two words of values; r5, r6: two sums; r7..r12: weights; lr: step. */
/* One kernel row for two outputs, from the byte offset o; the sums start from c0 and c1. */
#define DEPTHWISE_ROW_1(o, a, b, c0, c1)                                                                                               \
    "ldrd r3, r4, [r1, #" o "]\n\t"                                                                                                    \
    "smlad r5, r3, " a ", " c0 "\n\tsmlatb r6, r3, " a ", " c1 "\n\tsmlabt r5, r4, " b ", r5\n\tsmlad r6, r4, " b ", r6\n\t"
#define DEPTHWISE_ROW_2(o, a, b, c0, c1)                                                                                               \
    "ldrd r3, r4, [r1, #" o "]\n\t"                                                                                                    \
    "smlad r5, r3, " a ", " c0 "\n\tldr.w r3, [r1, #" o " + 8]\n\t"                                                                    \
    "smlad r6, r4, " a ", " c1 "\n\tsmlabb r5, r4, " b ", r5\n\tsmlabb r6, r3, " b ", r6\n\t"

/* Two outputs from the byte offset o, requantised by a shift known at compile time, or by the channel's own. */
#define DEPTHWISE_PAIR(row, o)                                                                                                         \
    "ldr.w r6, [r0, #32]\n\t" row(o, "r7", "r8", "r6", "r6") row("%c[row_bytes] + " o, "r9", "r10", "r5", "r6")                          \
        row("2 * %c[row_bytes] + " o, "r11", "r12", "r5", "r6")                                                                        \
            "ldrd r3, r4, [r0, #24]\n\tsmmla r5, r5, r3, r4\n\tsmmla r6, r6, r3, r4\n\t"                                               \
            ".if %c[shift]\n\tssat r5, #8, r5, asr #%c[shift]\n\tssat r6, #8, r6, asr #%c[shift]\n\t.else\n\t"                         \
            "ldr.w r3, [r0, #36]\n\tasr r5, r5, r3\n\tasr r6, r6, r3\n\tssat r5, #8, r5, asr #1\n\tssat r6, #8, r6, asr #1\n\t.endif\n\t"

/* Stores the pair behind as many others; or one pair after the other, where the step is not a literal. */
#define DEPTHWISE_STORE_PAIR(pairs)                                                                                                    \
    ".if %c[step]\n\tstrb.w r5, [r2, #2 * " #pairs " * %c[step]]\n\tstrb.w r6, [r2, #(2 * " #pairs " + 1) * %c[step]]\n\t.else\n\t"     \
    "strb.w r5, [r2]\n\tstrb.w r6, [r2, lr]\n\tadd r2, r2, lr, lsl #1\n\t.endif\n\t"
#define DEPTHWISE_PASS(pairs) ".if %c[step]\n\tadd.w r2, r2, #2 * " #pairs " * %c[step]\n\t.endif\n\t"

/* Four outputs per iteration: the second pair's values lie one pair further on. Then what is left of the row. */
#define DEPTHWISE_ROWS(row)                                                                                                            \
    __asm__ volatile(                                                                                                                  \
        "ldm r0, {r7, r8, r9, r10, r11, r12}\n\tldr lr, [r0, #52]\n\tldrd r1, r2, [r0, #56]\n\t"                                       \
        ".balign 4\n1:\n\t.if %c[width] >= 4\n2:\n\t" DEPTHWISE_PAIR(row, "0") DEPTHWISE_STORE_PAIR(0) DEPTHWISE_PAIR(                 \
            row, "%c[pair_bytes]") "ldr.w r3, [r0, #48]\n\tadd.w r1, r1, #2 * %c[pair_bytes]\n\t" DEPTHWISE_STORE_PAIR(1) DEPTHWISE_PASS(2)    \
        "cmp r1, r3\n\tbne 2b\n\t.endif\n\t"                                                                                           \
        ".if %c[width] & 2\n\t" DEPTHWISE_PAIR(row, "0") "add.w r1, r1, #%c[pair_bytes]\n\t" DEPTHWISE_STORE_PAIR(0) DEPTHWISE_PASS(1)        \
        ".endif\n\t"                                                                                                                   \
        ".if %c[width] & 1\n\t" DEPTHWISE_PAIR(row, "0") "strb r5, [r2]\n\t.endif\n\t"                                                 \
        "ldrd r3, r4, [r0, #40]\n\tadd r1, r1, #%c[next_row]\n\tldr r5, [r0, #48]\n\tadd r2, r2, r3\n\tcmp r1, r4\n\t"                 \
        "add.w r5, r5, #%c[row_step]\n\tstr r5, [r0, #48]\n\tbne 1b"                                                                   \
        :                                                                                                                              \
        : "r"(state), [width] "i"(width), [row_bytes] "i"(row_bytes), [row_step] "i"(row_step), [shift] "i"(shift),                    \
          [step] "i"(__builtin_constant_p(step) && 4 * (step) <= 4095 ? (step) : 0),                                                   \
          [pair_bytes] "i"(4 * stride), [next_row] "i"(row_step - (width & ~1) * 2 * stride)                                           \
        : "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory")

/* The rows of one channel that lie in the scratch; shift as in struct depthwise_plane. Reads whole pairs. */
ALWAYS_INLINE void depthwise_rows_3x3(
    struct depthwise_rows_3x3 *rows, int32_t count, int32_t width, int32_t row_bytes, int32_t row_step, int32_t step, int32_t stride, int32_t shift)
{
    register struct depthwise_rows_3x3 *state __asm__("r0") = rows;
    rows->step = step;
    rows->last = rows->values + count * (row_step / 4);
    rows->end = rows->values + width / 4 * 2 * stride;
    if (stride == 1)
        DEPTHWISE_ROWS(DEPTHWISE_ROW_1);
    else
        DEPTHWISE_ROWS(DEPTHWISE_ROW_2);
}

#endif

#endif
