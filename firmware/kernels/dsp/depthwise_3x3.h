/*
 * Three kernel rows of three columns at once, with all weights in registers (depthwise_sums.h names the words). In assembly, because with
 * two or four sums, six weight words and two words of values the compiler does not keep them all there.
 */
#ifndef MCUSIM_KERNELS_DSP_DEPTHWISE_3X3_H
#define MCUSIM_KERNELS_DSP_DEPTHWISE_3X3_H

#include "depthwise_sums.h"

/* Whether the rows lie so close that a load reaches them from the first. */
#define DEPTHWISE_3X3_FITS(row_bytes) (__builtin_constant_p(row_bytes) && (row_bytes) <= 500)

#if defined(__ARM_FEATURE_DSP)

/* A pair of outputs at stride 1 from value words x and y, an output at stride 2; a and b are a row's weight words. */
#define DEPTHWISE_PAIR(s0, s1, x, y, a, b)                                                                                             \
    "smlad %[" s0 "], %[" x "], %[" a "], %[" s0 "]\n\tsmlatb %[" s1 "], %[" x "], %[" a "], %[" s1 "]\n\t"                            \
    "smlabt %[" s0 "], %[" y "], %[" b "], %[" s0 "]\n\tsmlad %[" s1 "], %[" y "], %[" b "], %[" s1 "]\n\t"
#define DEPTHWISE_ONE(s, x, y, a, b)                                                                                                   \
    "smlad %[" s "], %[" x "], %[" a "], %[" s "]\n\tsmlabb %[" s "], %[" y "], %[" b "], %[" s "]\n\t"

/* A row by stride and number of outputs; o is its byte offset. */
#define DEPTHWISE_ROW_1_2(o, a, b) "ldrd %[x], %[y], [%[p], #%c[" o "]]\n\t" DEPTHWISE_PAIR("s0", "s1", "x", "y", a, b)
#define DEPTHWISE_ROW_1_4(o, a, b)                                                                                                     \
    DEPTHWISE_ROW_1_2(o, a, b) "ldr %[x], [%[p], #%c[" o "] + 8]\n\t" DEPTHWISE_PAIR("s2", "s3", "y", "x", a, b)
#define DEPTHWISE_ROW_2_2(o, a, b)                                                                                                     \
    "ldrd %[x], %[y], [%[p], #%c[" o "]]\n\t" DEPTHWISE_ONE("s0", "x", "y", a, b)                                                      \
    "ldr %[x], [%[p], #%c[" o "] + 8]\n\t" DEPTHWISE_ONE("s1", "y", "x", a, b)
#define DEPTHWISE_ROW_2_4(o, a, b)                                                                                                     \
    DEPTHWISE_ROW_2_2(o, a, b) "ldr %[y], [%[p], #%c[" o "] + 12]\n\t" DEPTHWISE_ONE("s2", "x", "y", a, b)                             \
    "ldr %[x], [%[p], #%c[" o "] + 16]\n\t" DEPTHWISE_ONE("s3", "y", "x", a, b)

#define DEPTHWISE_INPUTS                                                                                                               \
    [p] "r"(values), [a0] "r"(weights[0]), [b0] "r"(weights[1]), [a1] "r"(weights[2]), [b1] "r"(weights[3]), [a2] "r"(weights[4]),     \
        [b2] "r"(weights[5]), [o0] "i"(0), [o1] "i"(row_bytes), [o2] "i"(2 * row_bytes)
#define DEPTHWISE_TWO(row)                                                                                                             \
    __asm__(row("o0", "a0", "b0") row("o1", "a1", "b1") row("o2", "a2", "b2")                                                          \
            : [s0] "+r"(sums[0]), [s1] "+r"(sums[1]), [x] "=&r"(x), [y] "=&r"(y)                                                       \
            : DEPTHWISE_INPUTS                                                                                                         \
            : "memory")
#define DEPTHWISE_FOUR(row)                                                                                                            \
    __asm__(row("o0", "a0", "b0") row("o1", "a1", "b1") row("o2", "a2", "b2")                                                          \
            : [s0] "+r"(sums[0]), [s1] "+r"(sums[1]), [s2] "+r"(sums[2]), [s3] "+r"(sums[3]), [x] "=&r"(x), [y] "=&r"(y)               \
            : DEPTHWISE_INPUTS                                                                                                         \
            : "memory")

#endif

/* Adds all three rows, row_bytes apart, to count (2 or 4) sums. */
ALWAYS_INLINE void depthwise_sums_3x3(
    int32_t sums[4], int32_t count, const lanes *values, int32_t row_bytes, const uint32_t weights[6], int32_t stride)
{
#if defined(__ARM_FEATURE_DSP)
    uint32_t x, y;
    if (stride == 1 && count == 2)
        DEPTHWISE_TWO(DEPTHWISE_ROW_1_2);
    else if (stride == 1)
        DEPTHWISE_FOUR(DEPTHWISE_ROW_1_4);
    else if (count == 2)
        DEPTHWISE_TWO(DEPTHWISE_ROW_2_2);
    else
        DEPTHWISE_FOUR(DEPTHWISE_ROW_2_4);
#else
    for (int32_t ky = 0; ky < 3; ky++)
        depthwise_sums(sums, count, values + ky * row_bytes / 4, weights + 2 * ky, 3, stride);
#endif
}

#endif
