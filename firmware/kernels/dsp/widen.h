/*
 * The number format of the matrix kernels. Weights stay int8 in flash: four of them, w0 w1 w2 w3, are stored as a word whose 16-bit
 * lanes are w0 + 256 * w1 and w2 + 256 * w3 (so w1 and w3 must be at least -127). SMLAD takes the word as it is against the "odd"
 * values, and after one SXTB16, as (w0, w2), against the "even" ones:
 *     (w0 + 256 * w1) * x1 + w0 * (256 * x0 + 127 - x1) = 256 * (w0 * x0 + w1 * x1) + 127 * w0
 * so sums come out 256 times their value, and the constant 127 * w0 is taken off the bias at generation.
 * Four values x0 x1 x2 x3 are widened once, for all output channels, to an odd word (x1, x3) and an even word (256 * x0 + 127 - x1, ...).
 */
#ifndef MCUSIM_KERNELS_DSP_WIDEN_H
#define MCUSIM_KERNELS_DSP_WIDEN_H

#include "../intrinsics.h"

/* Two 16-bit lanes in a word of scratch, where bytes and halfwords are stored as well. */
typedef uint32_t lanes __attribute__((may_alias));

/* 127 - x1 in the lower byte of a lane is x1 with its lower seven bits inverted. */
ALWAYS_INLINE uint32_t widen_even(uint32_t values)
{
    return rev16(values) ^ 0x007F007Fu;
}

ALWAYS_INLINE uint32_t widen_odd(uint32_t values)
{
    return sxtb16_ror8(values);
}

/* The last one to three values of a row, which a word load would read beyond. */
ALWAYS_INLINE uint32_t load_partial_word(const int8_t *values, int32_t count)
{
    uint32_t word = (uint8_t)values[0];
    if (count > 1)
        word |= (uint32_t)(uint8_t)values[1] << 8;
    if (count > 2)
        word |= (uint32_t)(uint8_t)values[2] << 16;
    return word;
}

/* One pixel: per four values its odd word and, even_words behind, its even word; the next ones follow step_words later. */
ALWAYS_INLINE void widen_one(lanes *column, const int8_t *values, int32_t count, int32_t even_words, int32_t step_words)
{
#pragma GCC unroll 2
    for (; count >= 4; count -= 4, values += 4, column += step_words) {
        const uint32_t word = load_word(values);
        column[0] = widen_odd(word);
        column[even_words] = widen_even(word);
    }
    if (count > 0) {
        const uint32_t word = load_partial_word(values, count);
        column[0] = widen_odd(word);
        column[even_words] = widen_even(word);
    }
}

/* fours times four values of four pixels, stride bytes apart: per four values the odd words of the pixels, then their even words. */
void mcusim_widen_four(lanes *columns, const int8_t *values, int32_t fours, int32_t stride);

/* The same for any number of values. */
ALWAYS_INLINE void widen_four(lanes *columns, const int8_t *values, int32_t count, int32_t stride)
{
    const int32_t fours = count / 4, rest = count % 4;
    if (fours > 0)
        mcusim_widen_four(columns, values, fours, stride);
    if (rest > 0)
        for (int32_t p = 0; p < 4; p++)
            widen_one(columns + 8 * fours + p, values + 4 * fours + p * stride, rest, 4, 8);
}

/* Adds the products of four values with the weights of two pairs of channels, a pair four by four (matmul.h). */
ALWAYS_INLINE void multiply_four_by_pairs(int32_t sums[4], uint32_t values, const int8_t *first, const int8_t *second)
{
    const uint32_t odd = widen_odd(values), even = widen_even(values);
    const uint32_t w0 = load_word(first), w1 = load_word(first + 4), w2 = load_word(second), w3 = load_word(second + 4);
    sums[0] = smlad(sxtb16(w0), even, smlad(w0, odd, sums[0])), sums[1] = smlad(sxtb16(w1), even, smlad(w1, odd, sums[1]));
    sums[2] = smlad(sxtb16(w2), even, smlad(w2, odd, sums[2])), sums[3] = smlad(sxtb16(w3), even, smlad(w3, odd, sums[3]));
}

#endif
