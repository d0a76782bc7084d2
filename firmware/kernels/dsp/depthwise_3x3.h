/*
 * Rows of outputs of a 3x3 depthwise convolution, with all weights in registers (depthwise_sums.h names the words), for sums that need no
 * correction when negative (ACTIVATION_RELU). In assembly, because two sums, six weight words, two words of values and three
 * addresses are all the registers there are, which the compiler does not manage by itself. About 12 instructions per output.
 */
#ifndef MCUSIM_KERNELS_DSP_DEPTHWISE_3X3_H
#define MCUSIM_KERNELS_DSP_DEPTHWISE_3X3_H

#include "depthwise_sums.h"
#include "requantise_scaled.h"

/* Whether the rows, row_bytes apart, and four outputs, step bytes apart, lie so close that loads and stores reach them from the first. */
#define DEPTHWISE_3X3_FITS(row_bytes, step)                                                                                            \
    (__builtin_constant_p(row_bytes) && __builtin_constant_p(step) && (row_bytes) <= 496 && 4 * (step) <= 4095)

#if defined(__ARM_FEATURE_DSP)

/* What is read again for every pair of outputs. */
struct depthwise_pair_constants {
    int32_t multiplier, offset, shift, bias;
    const lanes *end;
};

/* One kernel row for two outputs, from the byte offset o; the sums start from c0 and c1. */
#define DEPTHWISE_ROW_1(o, a, b, c0, c1)                                                                                               \
    "ldrd %[x], %[y], [%[p], #" o "]\n\t"                                                                                              \
    "smlad %[s0], %[x], %[" a "], %[" c0 "]\n\tsmlatb %[s1], %[x], %[" a "], %[" c1 "]\n\t"                                            \
    "smlabt %[s0], %[y], %[" b "], %[s0]\n\tsmlad %[s1], %[y], %[" b "], %[s1]\n\t"
#define DEPTHWISE_ROW_2(o, a, b, c0, c1)                                                                                               \
    "ldrd %[x], %[y], [%[p], #" o "]\n\t"                                                                                              \
    "smlad %[s0], %[x], %[" a "], %[" c0 "]\n\tldr.w %[x], [%[p], #" o " + 8]\n\t"                                                     \
    "smlad %[s1], %[y], %[" a "], %[" c1 "]\n\tsmlabb %[s0], %[y], %[" b "], %[s0]\n\tsmlabb %[s1], %[x], %[" b "], %[s1]\n\t"
#define DEPTHWISE_SUM_PAIR(row, o)                                                                                                     \
    "ldr.w %[s1], [%[c], #12]\n\t" row(o, "a0", "b0", "s1", "s1") row("%c[row_bytes] + " o, "a1", "b1", "s0", "s1")                    \
        row("2 * %c[row_bytes] + " o, "a2", "b2", "s0", "s1")

/* Requantises the pair by a shift known at compile time, or by the channel's own. */
#define DEPTHWISE_SCALE                                                                                                                \
    "ldrd %[x], %[y], [%[c]]\n\tsmmla %[s0], %[s0], %[x], %[y]\n\tsmmla %[s1], %[s1], %[x], %[y]\n\t"
#define DEPTHWISE_SHIFT_KNOWN "ssat %[s0], #8, %[s0], asr %[shift]\n\tssat %[s1], #8, %[s1], asr %[shift]\n\t"
#define DEPTHWISE_SHIFT_OWN                                                                                                            \
    "ldr %[x], [%[c], #8]\n\tasr %[s0], %[s0], %[x]\n\tasr %[s1], %[s1], %[x]\n\t"                                                     \
    "ssat %[s0], #8, %[s0], asr #1\n\tssat %[s1], #8, %[s1], asr #1\n\t"

#define DEPTHWISE_OPERANDS                                                                                                             \
    : [p] "+r"(values), [out] "+r"(output), [x] "=&r"(x), [y] "=&r"(y), [s0] "=&r"(s0), [s1] "=&r"(s1)                                 \
    : [a0] "r"(weights[0]), [b0] "r"(weights[1]), [a1] "r"(weights[2]), [b1] "r"(weights[3]), [a2] "r"(weights[4]),                    \
      [b2] "r"(weights[5]), [c] "r"(&constants), [row_bytes] "i"(row_bytes), [step] "i"(step), [pair_bytes] "i"(4 * stride),           \
      [shift] "I"(shift == 0 ? 1 : shift)                                                                                              \
    : "cc", "memory"

/* Four outputs per iteration: the second pair's values lie one pair further on. */
#define DEPTHWISE_FOURS(row, scale)                                                                                                    \
    __asm__ volatile(".balign 4\n1:\n\t" DEPTHWISE_SUM_PAIR(row, "0") scale                                                            \
                     "strb %[s0], [%[out]]\n\tstrb %[s1], [%[out], %[step]]\n\t"                                                       \
                     DEPTHWISE_SUM_PAIR(row, "%c[pair_bytes]") scale                                                                   \
                     "add %[p], %[p], #2 * %c[pair_bytes]\n\tldr.w %[x], [%[c], #16]\n\t"                                              \
                     "strb %[s0], [%[out], #2 * %c[step]]\n\tstrb %[s1], [%[out], #3 * %c[step]]\n\t"                                  \
                     "cmp %[p], %[x]\n\tadd %[out], %[out], #4 * %c[step]\n\tbne 1b" DEPTHWISE_OPERANDS)
#define DEPTHWISE_TWO(row, scale)                                                                                                      \
    __asm__ volatile(DEPTHWISE_SUM_PAIR(row, "0") scale                                                                                \
                     "add %[p], %[p], %[pair_bytes]\n\tstrb %[s0], [%[out]]\n\tstrb %[s1], [%[out], %[step]]\n\t"                      \
                     "add %[out], %[out], #2 * %c[step]" DEPTHWISE_OPERANDS)
#define DEPTHWISE_ONE(row, scale)                                                                                                      \
    __asm__ volatile(DEPTHWISE_SUM_PAIR(row, "0") scale "strb %[s0], [%[out]]" DEPTHWISE_OPERANDS)

#define DEPTHWISE_BY_SHIFT(what, row)                                                                                                  \
    do {                                                                                                                               \
        if (shift > 0)                                                                                                                 \
            what(row, DEPTHWISE_SCALE DEPTHWISE_SHIFT_KNOWN);                                                                          \
        else                                                                                                                           \
            what(row, DEPTHWISE_SCALE DEPTHWISE_SHIFT_OWN);                                                                            \
    } while (0)

/*
 * count outputs side by side, step bytes apart, at column stride 1 or 2; shift as in struct depthwise_plane. Reads whole pairs.
 */
ALWAYS_INLINE void depthwise_row_3x3(
    const lanes *values, int8_t *output, const uint32_t weights[6], int32_t bias, struct scale scale, int32_t count, int32_t row_bytes,
    int32_t step, int32_t stride, int32_t shift)
{
    const struct depthwise_pair_constants constants = {
        scale.multiplier, scale.offset, scale.shift, bias, values + count / 4 * 2 * stride};
    uint32_t x, y;
    int32_t s0, s1;
    if (count >= 4) {
        if (stride == 1)
            DEPTHWISE_BY_SHIFT(DEPTHWISE_FOURS, DEPTHWISE_ROW_1);
        else
            DEPTHWISE_BY_SHIFT(DEPTHWISE_FOURS, DEPTHWISE_ROW_2);
    }
    if (count & 2) {
        if (stride == 1)
            DEPTHWISE_BY_SHIFT(DEPTHWISE_TWO, DEPTHWISE_ROW_1);
        else
            DEPTHWISE_BY_SHIFT(DEPTHWISE_TWO, DEPTHWISE_ROW_2);
    }
    if (count & 1) {
        if (stride == 1)
            DEPTHWISE_BY_SHIFT(DEPTHWISE_ONE, DEPTHWISE_ROW_1);
        else
            DEPTHWISE_BY_SHIFT(DEPTHWISE_ONE, DEPTHWISE_ROW_2);
    }
}

#endif

#endif
