/*
 * TensorFlow Lite's double-rounding requantisation in plain C: a saturating rounding doubling high multiply, then a rounding right
 * shift (half away from zero). Source: tensorflow/lite/kernels/internal/common.h, MultiplyByQuantizedMultiplier, and gemmlowp
 * fixedpoint.h. Multipliers lie in [2^30, 2^31) or are 0, so the one saturating case of the multiply cannot occur.
 */
#ifndef MCUSIM_KERNELS_REQUANTISE_H
#define MCUSIM_KERNELS_REQUANTISE_H

#include "intrinsics.h"

/* Truncating towards zero after the signed nudge of the reference equals flooring after adding 2^30, so one 64-bit shift does. */
#if defined(__ARM_ARCH_6M__)
/* Armv6-M multiplies to 32 bits only: four products of halves, where the compiler would call a function for eight. */
ALWAYS_INLINE int32_t doubling_high_multiply(int32_t a, int32_t b)
{
    const uint32_t a_low = (uint32_t)a & 0xFFFF, b_low = (uint32_t)b & 0xFFFF;
    const int32_t a_high = a >> 16, b_high = b >> 16;
    const uint32_t low = a_low * b_low;
    const int32_t middle = a_high * (int32_t)b_low + (int32_t)(low >> 16);
    const int32_t rest = (middle & 0xFFFF) + (int32_t)a_low * b_high;
    const int32_t high = a_high * b_high + (middle >> 16) + (rest >> 16);
    /* The product is high * 2^32 + (rest % 2^16) * 2^16 + low % 2^16; the nudge is 2^14 * 2^16. */
    return (int32_t)(((uint32_t)high << 1) + ((((uint32_t)rest & 0xFFFF) + 0x4000) >> 15));
}
#else
ALWAYS_INLINE int32_t doubling_high_multiply(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b + (1 << 30)) >> 31);
}
#endif

/* value / 2^places, half away from zero, for at least one place. */
ALWAYS_INLINE int32_t rounding_shift_right_some(int32_t value, int32_t places)
{
    return (((value - (value < 0)) >> (places - 1)) + 1) >> 1;
}

/* value / 2^places, half away from zero. */
ALWAYS_INLINE int32_t rounding_shift_right(int32_t value, int32_t places)
{
    return places == 0 ? value : rounding_shift_right_some(value, places);
}

/* value * multiplier * 2^(shift - 31). */
ALWAYS_INLINE int32_t requantise(int32_t value, int32_t multiplier, int32_t shift)
{
    if (shift > 0)
        return doubling_high_multiply(shift_left(value, shift), multiplier);
    return rounding_shift_right(doubling_high_multiply(value, multiplier), -shift);
}

/*
 * The same for a value whose magnitude, shifted left as far as the shift says, is below 2^30: then the doubling high multiply is one
 * instruction on cores with DSP, for twice the value does not overflow.
 */
ALWAYS_INLINE int32_t requantise_small(int32_t value, int32_t multiplier, int32_t shift)
{
    if (shift > 0)
        return smmulr(shift_left(value, shift + 1), multiplier);
    return rounding_shift_right(smmulr(shift_left(value, 1), multiplier), -shift);
}

ALWAYS_INLINE int32_t clamp(int32_t value, int32_t min, int32_t max)
{
    if (min == INT8_MIN && max == INT8_MAX)
        return ssat8(value);
    return value < min ? min : value > max ? max : value;
}

#endif
