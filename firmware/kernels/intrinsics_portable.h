/* The instructions of intrinsics.h in portable C. */
#ifndef MCUSIM_KERNELS_INTRINSICS_PORTABLE_H
#define MCUSIM_KERNELS_INTRINSICS_PORTABLE_H

ALWAYS_INLINE int32_t bottom_lane(uint32_t word)
{
    return (int16_t)word;
}

ALWAYS_INLINE int32_t top_lane(uint32_t word)
{
    return (int16_t)(word >> 16);
}

ALWAYS_INLINE uint32_t from_lanes(int32_t top, int32_t bottom)
{
    return (uint32_t)top << 16 | ((uint32_t)bottom & 0xFFFFu);
}

ALWAYS_INLINE uint32_t rotate_right_8(uint32_t word)
{
    return word >> 8 | word << 24;
}

/* Products of 16-bit lanes. */
ALWAYS_INLINE int32_t smulbb(uint32_t a, uint32_t b) { return bottom_lane(a) * bottom_lane(b); }
ALWAYS_INLINE int32_t smulbt(uint32_t a, uint32_t b) { return bottom_lane(a) * top_lane(b); }
ALWAYS_INLINE int32_t smultb(uint32_t a, uint32_t b) { return top_lane(a) * bottom_lane(b); }
ALWAYS_INLINE int32_t smultt(uint32_t a, uint32_t b) { return top_lane(a) * top_lane(b); }
ALWAYS_INLINE int32_t smuad(uint32_t a, uint32_t b) { return wrapping_add(smulbb(a, b), smultt(a, b)); }
ALWAYS_INLINE int32_t smuadx(uint32_t a, uint32_t b) { return wrapping_add(smulbt(a, b), smultb(a, b)); }
ALWAYS_INLINE int32_t smlad(uint32_t a, uint32_t b, int32_t accumulator) { return wrapping_add(accumulator, smuad(a, b)); }
ALWAYS_INLINE int32_t smladx(uint32_t a, uint32_t b, int32_t accumulator) { return wrapping_add(accumulator, smuadx(a, b)); }
ALWAYS_INLINE int32_t smlabb(uint32_t a, uint32_t b, int32_t accumulator) { return wrapping_add(accumulator, smulbb(a, b)); }
ALWAYS_INLINE int32_t smlabt(uint32_t a, uint32_t b, int32_t accumulator) { return wrapping_add(accumulator, smulbt(a, b)); }
ALWAYS_INLINE int32_t smlatb(uint32_t a, uint32_t b, int32_t accumulator) { return wrapping_add(accumulator, smultb(a, b)); }
ALWAYS_INLINE int32_t smlatt(uint32_t a, uint32_t b, int32_t accumulator) { return wrapping_add(accumulator, smultt(a, b)); }

/* Word times 16-bit lane, the upper 32 of 48 bits. */
ALWAYS_INLINE int32_t smlawb(uint32_t a, uint32_t b, int32_t accumulator)
{
    return wrapping_add(accumulator, (int32_t)(((int64_t)(int32_t)a * bottom_lane(b)) >> 16));
}

ALWAYS_INLINE int32_t smlawt(uint32_t a, uint32_t b, int32_t accumulator)
{
    return wrapping_add(accumulator, (int32_t)(((int64_t)(int32_t)a * top_lane(b)) >> 16));
}

/* Most significant word of a 64-bit product, rounded to nearest (half up); with accumulate: of (accumulator << 32) + product. */
ALWAYS_INLINE int32_t smmlar(int32_t a, int32_t b, int32_t accumulator)
{
    uint64_t sum = ((uint64_t)(uint32_t)accumulator << 32) + (uint64_t)((int64_t)a * b) + 0x80000000u;
    return (int32_t)(uint32_t)(sum >> 32);
}

ALWAYS_INLINE int32_t smmulr(int32_t a, int32_t b) { return smmlar(a, b, 0); }

/* The same without rounding: of the exact sum, the most significant word. */
ALWAYS_INLINE int32_t smmla(int32_t a, int32_t b, int32_t accumulator)
{
    uint64_t sum = ((uint64_t)(uint32_t)accumulator << 32) + (uint64_t)((int64_t)a * b);
    return (int32_t)(uint32_t)(sum >> 32);
}

/* The two bytes of each lane exchanged. */
ALWAYS_INLINE uint32_t rev16(uint32_t word) { return (word & 0x00FF00FFu) << 8 | (word >> 8 & 0x00FF00FFu); }

/* Lane-wise addition and subtraction. */
ALWAYS_INLINE uint32_t sadd16(uint32_t a, uint32_t b) { return from_lanes(top_lane(a) + top_lane(b), bottom_lane(a) + bottom_lane(b)); }
ALWAYS_INLINE uint32_t ssub16(uint32_t a, uint32_t b) { return from_lanes(top_lane(a) - top_lane(b), bottom_lane(a) - bottom_lane(b)); }

/* Half of the lane-wise sum, rounded down. */
ALWAYS_INLINE uint32_t shadd16(uint32_t a, uint32_t b)
{
    return from_lanes((top_lane(a) + top_lane(b)) >> 1, (bottom_lane(a) + bottom_lane(b)) >> 1);
}

/* Of each pair of signed bytes the larger. */
ALWAYS_INLINE uint32_t larger_bytes(uint32_t a, uint32_t b)
{
    uint32_t result = 0;
    for (int32_t i = 0; i < 32; i += 8)
        result |= (uint32_t)(uint8_t)((int8_t)(a >> i) > (int8_t)(b >> i) ? a >> i : b >> i) << i;
    return result;
}

/* Sign extension of bytes 0 and 2 (after a rotation) to the two 16-bit lanes, and the same with lane-wise addition to a. */
ALWAYS_INLINE uint32_t sxtb16(uint32_t word) { return from_lanes((int8_t)(word >> 16), (int8_t)word); }
ALWAYS_INLINE uint32_t sxtb16_ror8(uint32_t word) { return sxtb16(rotate_right_8(word)); }
ALWAYS_INLINE uint32_t sxtab16(uint32_t a, uint32_t word) { return sadd16(a, sxtb16(word)); }
ALWAYS_INLINE uint32_t sxtab16_ror8(uint32_t a, uint32_t word) { return sadd16(a, sxtb16_ror8(word)); }

/* Pack halves: bottom of a with the bottom of b moved to the top; top of a with the top of b moved to the bottom. */
ALWAYS_INLINE uint32_t pkhbt_lsl16(uint32_t a, uint32_t b) { return from_lanes(bottom_lane(b), bottom_lane(a)); }
ALWAYS_INLINE uint32_t pkhtb_asr16(uint32_t a, uint32_t b) { return from_lanes(top_lane(a), top_lane(b)); }
ALWAYS_INLINE uint32_t pkhbt(uint32_t a, uint32_t b) { return from_lanes(top_lane(b), bottom_lane(a)); }

/* Saturate to int8; a Cortex-M3 has an instruction for it. */
ALWAYS_INLINE int32_t ssat8(int32_t value)
{
#if defined(__ARM_FEATURE_SAT)
    __asm__("ssat %0, #8, %0" : "+r"(value));
    return value;
#else
    return value < -128 ? -128 : value > 127 ? 127 : value;
#endif
}

/* Saturate (value >> shift) to int8. */
ALWAYS_INLINE int32_t ssat8_asr(int32_t value, int32_t shift)
{
    return ssat8(value >> shift);
}

#endif
