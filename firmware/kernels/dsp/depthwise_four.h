/*
 * Four outputs side by side of a depthwise convolution with two to seven kernel columns: per kernel row the weight words are loaded, and
 * every word of values meets them in all the sums that it belongs to (depthwise_sums.h). In assembly, because four sums, up to six weight
 * words, two words of values and two addresses are all the registers there are.
 */
#ifndef MCUSIM_KERNELS_DSP_DEPTHWISE_FOUR_H
#define MCUSIM_KERNELS_DSP_DEPTHWISE_FOUR_H

#include "depthwise_sums.h"

/* Whether the first load of a kernel row can step there from the row before. */
#define DEPTHWISE_FOUR_FITS(row_bytes) (__builtin_constant_p(row_bytes) && (row_bytes) <= 1020)

#if defined(__ARM_FEATURE_DSP)

#define DW(instruction, sum, value, weight) instruction " %[s" #sum "], %[" value "], %[w" #weight "], %[s" #sum "]\n\t"
#define DW_FIRST "ldrd %[x], %[y], [%[p], #%c[row_bytes]]!\n\t"
#define DW_NEXT(word) "ldrd %[x], %[y], [%[p], #4 * " #word "]\n\t"
#define DW_LAST(word) "ldr %[x], [%[p], #4 * " #word "]\n\t"
#define DW_WEIGHTS_2 "ldrd %[w0], %[w1], [%[w]], #8\n\t"
#define DW_WEIGHTS_3 DW_WEIGHTS_2 "ldr %[w2], [%[w]], #4\n\t"
#define DW_WEIGHTS_4 DW_WEIGHTS_2 "ldrd %[w2], %[w3], [%[w]], #8\n\t"
#define DW_WEIGHTS_6 DW_WEIGHTS_4 "ldrd %[w4], %[w5], [%[w]], #8\n\t"

/* Stride 1, by half the width: the even sums lie on words, the odd ones between. */
#define DW_ROW_1_1                                                                                                                     \
    DW_WEIGHTS_2 DW_FIRST DW("smlad", 0, "x", 0) DW("smlatb", 1, "x", 0)                                                               \
    DW("smlabt", 0, "y", 1) DW("smlad", 1, "y", 1) DW("smlad", 2, "y", 0) DW("smlatb", 3, "y", 0)                                      \
    DW_LAST(2) DW("smlabt", 2, "x", 1) DW("smlad", 3, "x", 1)
#define DW_ROW_1_2                                                                                                                     \
    DW_WEIGHTS_4 DW_FIRST DW("smlad", 0, "x", 0) DW("smlatb", 1, "x", 0)                                                               \
    DW("smlad", 0, "y", 2) DW("smlad", 1, "y", 1) DW("smlad", 2, "y", 0) DW("smlatb", 3, "y", 0)                                       \
    DW_NEXT(2) DW("smlabt", 0, "x", 3) DW("smlad", 1, "x", 3) DW("smlad", 2, "x", 2) DW("smlad", 3, "x", 1)                            \
    DW("smlabt", 2, "y", 3) DW("smlad", 3, "y", 3)
#define DW_ROW_1_3                                                                                                                     \
    DW_WEIGHTS_6 DW_FIRST DW("smlad", 0, "x", 0) DW("smlatb", 1, "x", 0)                                                               \
    DW("smlad", 0, "y", 2) DW("smlad", 1, "y", 1) DW("smlad", 2, "y", 0) DW("smlatb", 3, "y", 0)                                       \
    DW_NEXT(2) DW("smlad", 0, "x", 4) DW("smlad", 1, "x", 3) DW("smlad", 2, "x", 2) DW("smlad", 3, "x", 1)                             \
    DW("smlabt", 0, "y", 5) DW("smlad", 1, "y", 5) DW("smlad", 2, "y", 4) DW("smlad", 3, "y", 3)                                       \
    DW_LAST(4) DW("smlabt", 2, "x", 5) DW("smlad", 3, "x", 5)

/* Stride 2: every sum starts at a word. */
#define DW_ROW_2_1                                                                                                                     \
    DW_WEIGHTS_2 DW_FIRST DW("smlad", 0, "x", 0) DW("smlabb", 0, "y", 1) DW("smlad", 1, "y", 0)                                        \
    DW_NEXT(2) DW("smlabb", 1, "x", 1) DW("smlad", 2, "x", 0) DW("smlabb", 2, "y", 1) DW("smlad", 3, "y", 0)                           \
    DW_LAST(4) DW("smlabb", 3, "x", 1)
#define DW_ROW_2_2                                                                                                                     \
    DW_WEIGHTS_3 DW_FIRST DW("smlad", 0, "x", 0) DW("smlad", 0, "y", 1) DW("smlad", 1, "y", 0)                                         \
    DW_NEXT(2) DW("smlabb", 0, "x", 2) DW("smlad", 1, "x", 1) DW("smlad", 2, "x", 0)                                                   \
    DW("smlabb", 1, "y", 2) DW("smlad", 2, "y", 1) DW("smlad", 3, "y", 0)                                                              \
    DW_NEXT(4) DW("smlabb", 2, "x", 2) DW("smlad", 3, "x", 1) DW("smlabb", 3, "y", 2)
#define DW_ROW_2_3                                                                                                                     \
    DW_WEIGHTS_4 DW_FIRST DW("smlad", 0, "x", 0) DW("smlad", 0, "y", 1) DW("smlad", 1, "y", 0)                                         \
    DW_NEXT(2) DW("smlad", 0, "x", 2) DW("smlad", 1, "x", 1) DW("smlad", 2, "x", 0)                                                    \
    DW("smlabb", 0, "y", 3) DW("smlad", 1, "y", 2) DW("smlad", 2, "y", 1) DW("smlad", 3, "y", 0)                                       \
    DW_NEXT(4) DW("smlabb", 1, "x", 3) DW("smlad", 2, "x", 2) DW("smlad", 3, "x", 1)                                                   \
    DW("smlabb", 2, "y", 3) DW("smlad", 3, "y", 2)                                                                                     \
    DW_LAST(6) DW("smlabb", 3, "x", 3)

#define DW_OPERANDS                                                                                                                    \
    [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [p] "+r"(p), [w] "+r"(weights), [x] "=&r"(x), [y] "=&r"(y),            \
        [w0] "=&r"(w0), [w1] "=&r"(w1), [w2] "=&r"(w2), [w3] "=&r"(w3)
#define DW_RUN(row) __asm__ volatile(row : DW_OPERANDS : [row_bytes] "i"(row_bytes) : "memory")
#define DW_RUN_6(row)                                                                                                                  \
    __asm__ volatile(row : DW_OPERANDS, [w4] "=&r"(w4), [w5] "=&r"(w5) : [row_bytes] "i"(row_bytes) : "memory")

#endif

/* Adds all kernel rows, row_bytes apart, to four sums. */
ALWAYS_INLINE void depthwise_four(
    int32_t sums[4], const lanes *values, const uint32_t *weights, int32_t kernel_height, int32_t kernel_width, int32_t row_bytes,
    int32_t stride)
{
#if defined(__ARM_FEATURE_DSP)
    if (DEPTHWISE_FOUR_FITS(row_bytes) && kernel_width >= 2 && kernel_width <= 7) {
        int32_t s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
        uint32_t x, y, w0, w1, w2, w3, w4, w5;
        uintptr_t p = (uintptr_t)values - (uintptr_t)row_bytes;
#pragma GCC unroll 7
        for (int32_t ky = 0; ky < kernel_height; ky++) {
            if (stride == 1 && kernel_width / 2 == 1)
                DW_RUN(DW_ROW_1_1);
            else if (stride == 1 && kernel_width / 2 == 2)
                DW_RUN(DW_ROW_1_2);
            else if (stride == 1)
                DW_RUN_6(DW_ROW_1_3);
            else if (kernel_width / 2 == 1)
                DW_RUN(DW_ROW_2_1);
            else if (kernel_width / 2 == 2)
                DW_RUN(DW_ROW_2_2);
            else
                DW_RUN(DW_ROW_2_3);
        }
        sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
        return;
    }
#endif
    for (int32_t ky = 0; ky < kernel_height; ky++) {
        depthwise_sums(sums, 4, values + ky * (row_bytes / 4), weights, kernel_width, stride);
        weights += depthwise_row_words(kernel_width, stride);
    }
}

#endif
