/*
 * One kernel row of a depthwise convolution over a row of 16-bit values. A kernel of 2m + 1 columns w0 .. w2m (an even one has a zero
 * added) meets the values two at a time.
 *   Stride 1: outputs come in pairs; the first reads word by word with (w0,w1) (w2,w3) .., the second, one value on, with (-,w0) (w1,w2) ..
 *     Its weight words are (w0,w1), (w1,w2), (w2,w3), .. (w2m-1,w2m); of a single column (w0,0).
 *   Stride 2: every output starts at a word. The weight words are (w0,w1), (w2,w3), .. (w2m,0).
 * Flash holds the kernel rows as int8 one after the other (an even one with its zero); the lanes hold 256 times that, so that sums come out
 * as 256 times their value. Beyond w2m a lane may hold anything: it meets no value.
 */
#ifndef MCUSIM_KERNELS_DSP_DEPTHWISE_SUMS_H
#define MCUSIM_KERNELS_DSP_DEPTHWISE_SUMS_H

#include "widen.h"

/* Weight words per kernel row. */
ALWAYS_INLINE int32_t depthwise_row_words(int32_t kernel_width, int32_t stride)
{
    return kernel_width == 1 ? 1 : stride == 1 ? kernel_width / 2 * 2 : kernel_width / 2 + 1;
}

/* Bytes of a kernel row in flash. */
ALWAYS_INLINE int32_t depthwise_row_bytes(int32_t kernel_width)
{
    return kernel_width / 2 * 2 + 1;
}

/* The weight words of a kernel row from its bytes in flash; reads up to three bytes more. */
ALWAYS_INLINE void depthwise_expand(uint32_t *weights, const int8_t *flash, int32_t kernel_width, int32_t stride)
{
#pragma GCC unroll 16
    for (int32_t i = 0; i < depthwise_row_words(kernel_width, stride); i++) {
        const int32_t first = stride == 1 ? i : 2 * i, place = first % 4;
        const uint32_t word = load_word(flash + first / 4 * 4);
        const uint32_t even = word << 8 & 0xFF00FF00u, odd = word & 0xFF00FF00u;
        weights[i] = place == 0   ? pkhbt_lsl16(even, odd)
                     : place == 1 ? pkhbt(odd, even)
                     : place == 2 ? pkhtb_asr16(odd, even)
                                  : odd >> 16 | (uint32_t)(uint8_t)flash[first + 1] << 24;
    }
}

/* Adds one kernel row to count (2 or 4) outputs side by side; the words of values start at the first output's first column. */
ALWAYS_INLINE void depthwise_sums(
    int32_t sums[4], int32_t count, const lanes *values, const uint32_t *weights, int32_t kernel_width, int32_t stride)
{
    const int32_t m = kernel_width / 2;
    const int32_t starts = stride == 1 ? count / 2 : count; /* words at which outputs start */
#pragma GCC unroll 8
    for (int32_t word = 0; word < starts + m; word++) {
        const uint32_t pair = values[word];
#pragma GCC unroll 4
        for (int32_t start = 0; start < starts; start++) {
            const int32_t j = word - start;
            if (j < 0 || j > m)
                continue;
            if (stride == 2) {
                sums[start] = j < m ? smlad(pair, weights[j], sums[start]) : smlabb(pair, weights[m], sums[start]);
            } else {
                int32_t *const even = &sums[2 * start], *const odd = even + 1;
                *even = m == 0 ? smlabb(pair, weights[0], *even)
                        : j < m ? smlad(pair, weights[2 * j], *even)
                                : smlabt(pair, weights[2 * m - 1], *even);
                *odd = j == 0 ? smlatb(pair, weights[0], *odd) : smlad(pair, weights[2 * j - 1], *odd);
            }
        }
    }
}

#endif
