/*
 * Exact requantisation of sums that are kept as 256 times their value, in three instructions (five where negative sums matter).
 *
 * The reference (../requantise.h) computes v = floor((sum * M + 2^30) / 2^31), then out = zero_point + floor((v + 2^(n-1)) / 2^n), with
 * one less inside the last floor when v < 0. Floors of floors by powers of two collapse, so with S = 256 * sum
 *     t = (S * M >> 32) + 2^6 + 2^(n+6) + (zero_point << (n+7)),   out = t >> (n+7)
 * is the same number for n >= 1; negative sums subtract 2^7 from t (v < 0 needs sum < 0, and where v = 0 the 2^7 changes nothing).
 * Where negative sums all clamp to the zero point they need no correction. The generator proves |sum| < 2^23 and 1 <= n <= 16.
 */
#ifndef MCUSIM_KERNELS_DSP_REQUANTISE_SCALED_H
#define MCUSIM_KERNELS_DSP_REQUANTISE_SCALED_H

#include "../requantise.h"

/* What happens to a sum after the last product. */
enum activation {
    ACTIVATION_RELU,    /* clamp -128..127 and zero point -128: negative sums give -128 whatever their rounding */
    ACTIVATION_LINEAR,  /* clamp -128..127 */
    ACTIVATION_CLAMPED, /* any clamp */
};

/* M; 2^6 + 2^(n+6) + (zero_point << (n+7)); n + 6. */
struct scale {
    int32_t multiplier, offset, shift;
};

/* A scale in flash: its offset is a multiple of 32, and the shift (less than 32) is added to it. */
struct packed_scale {
    int32_t multiplier, offset_and_shift;
};

ALWAYS_INLINE struct scale unpack_scale(struct packed_scale packed)
{
    const int32_t shift = packed.offset_and_shift & 31;
    return (struct scale){packed.multiplier, packed.offset_and_shift - shift, shift};
}

ALWAYS_INLINE int32_t requantise_scaled(int32_t sum, struct scale scale, enum activation activation, int32_t min, int32_t max)
{
    if (activation != ACTIVATION_RELU)
        scale.offset += shift_left(sum >> 31, 7);
    int32_t output = ssat8_asr(smmla(sum, scale.multiplier, scale.offset) >> scale.shift, 1);
    return activation == ACTIVATION_CLAMPED ? clamp(output, min, max) : output;
}

#endif
