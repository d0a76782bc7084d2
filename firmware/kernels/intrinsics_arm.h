/* The instructions of intrinsics.h as inline assembly, so that operand rotations and shifts are merged for certain. */
#ifndef MCUSIM_KERNELS_INTRINSICS_ARM_H
#define MCUSIM_KERNELS_INTRINSICS_ARM_H

#define ARM_TWO_OPERANDS(type, name, instruction)                                                                                  \
    ALWAYS_INLINE type name(type a, type b)                                                                                        \
    {                                                                                                                              \
        type result;                                                                                                               \
        __asm__(instruction : "=r"(result) : "r"(a), "r"(b));                                                                      \
        return result;                                                                                                             \
    }

#define ARM_MULTIPLY(name, instruction)                                                                                            \
    ALWAYS_INLINE int32_t name(uint32_t a, uint32_t b)                                                                             \
    {                                                                                                                              \
        int32_t result;                                                                                                            \
        __asm__(instruction : "=r"(result) : "r"(a), "r"(b));                                                                      \
        return result;                                                                                                             \
    }

#define ARM_MULTIPLY_ACCUMULATE(name, instruction)                                                                                 \
    ALWAYS_INLINE int32_t name(uint32_t a, uint32_t b, int32_t accumulator)                                                        \
    {                                                                                                                              \
        int32_t result;                                                                                                            \
        __asm__(instruction : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));                                                    \
        return result;                                                                                                             \
    }

/* Products of 16-bit lanes. */
ARM_MULTIPLY(smuad, "smuad %0, %1, %2")
ARM_MULTIPLY(smuadx, "smuadx %0, %1, %2")
ARM_MULTIPLY(smulbb, "smulbb %0, %1, %2")
ARM_MULTIPLY(smulbt, "smulbt %0, %1, %2")
ARM_MULTIPLY(smultb, "smultb %0, %1, %2")
ARM_MULTIPLY(smultt, "smultt %0, %1, %2")
ARM_MULTIPLY_ACCUMULATE(smlad, "smlad %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smladx, "smladx %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smlabb, "smlabb %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smlabt, "smlabt %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smlatb, "smlatb %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smlatt, "smlatt %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smlawb, "smlawb %0, %1, %2, %3")
ARM_MULTIPLY_ACCUMULATE(smlawt, "smlawt %0, %1, %2, %3")

/* Most significant word of a 64-bit product, rounded to nearest (half up); with accumulate: of (accumulator << 32) + product. */
ARM_TWO_OPERANDS(int32_t, smmulr, "smmulr %0, %1, %2")

ALWAYS_INLINE int32_t smmlar(int32_t a, int32_t b, int32_t accumulator)
{
    int32_t result;
    __asm__("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
    return result;
}

/* The same without rounding: of the exact sum, the most significant word. */
ALWAYS_INLINE int32_t smmla(int32_t a, int32_t b, int32_t accumulator)
{
    int32_t result;
    __asm__("smmla %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
    return result;
}

/* The two bytes of each lane exchanged. */
ALWAYS_INLINE uint32_t rev16(uint32_t word)
{
    uint32_t result;
    __asm__("rev16 %0, %1" : "=r"(result) : "r"(word));
    return result;
}

/* Lane-wise addition and subtraction. */
ARM_TWO_OPERANDS(uint32_t, sadd16, "sadd16 %0, %1, %2")
ARM_TWO_OPERANDS(uint32_t, ssub16, "ssub16 %0, %1, %2")

/* Half of the lane-wise sum, rounded down. */
ARM_TWO_OPERANDS(uint32_t, shadd16, "shadd16 %0, %1, %2")

/* Of each pair of signed bytes the larger: the GE flags that SSUB8 sets choose in SEL. */
ALWAYS_INLINE uint32_t larger_bytes(uint32_t a, uint32_t b)
{
    uint32_t result;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(result) : "r"(a), "r"(b));
    return result;
}

/* Sign extension of bytes 0 and 2 (after a rotation) to the two 16-bit lanes, and the same with lane-wise addition to a. */
ALWAYS_INLINE uint32_t sxtb16(uint32_t word)
{
    uint32_t result;
    __asm__("sxtb16 %0, %1" : "=r"(result) : "r"(word));
    return result;
}

ALWAYS_INLINE uint32_t sxtb16_ror8(uint32_t word)
{
    uint32_t result;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(word));
    return result;
}

ARM_TWO_OPERANDS(uint32_t, sxtab16, "sxtab16 %0, %1, %2")
ARM_TWO_OPERANDS(uint32_t, sxtab16_ror8, "sxtab16 %0, %1, %2, ror #8")

/* Pack halves: bottom of a with the bottom of b moved to the top; top of a with the top of b moved to the bottom. */
ARM_TWO_OPERANDS(uint32_t, pkhbt_lsl16, "pkhbt %0, %1, %2, lsl #16")
ARM_TWO_OPERANDS(uint32_t, pkhtb_asr16, "pkhtb %0, %1, %2, asr #16")
ARM_TWO_OPERANDS(uint32_t, pkhbt, "pkhbt %0, %1, %2")

/* Saturate (value >> shift) to int8, in one instruction where the shift (0 to 31) is known to the compiler. */
#define ssat8_asr(value, shift)                                                                                                     \
    __extension__({                                                                                                                 \
        int32_t ssat8_result;                                                                                                       \
        if (!__builtin_constant_p(shift) || (shift) == 0)                                                                           \
            __asm__("ssat %0, #8, %1" : "=r"(ssat8_result) : "r"((int32_t)(value) >> (shift)));                                     \
        else                                                                                                                        \
            __asm__("ssat %0, #8, %1, asr %2"                                                                                       \
                    : "=r"(ssat8_result)                                                                                            \
                    : "r"((int32_t)(value)), "I"(__builtin_constant_p(shift) && (shift) != 0 ? (shift) : 1));                       \
        ssat8_result;                                                                                                               \
    })

/* Saturate to int8. */
ALWAYS_INLINE int32_t ssat8(int32_t value)
{
    int32_t result;
    __asm__("ssat %0, #8, %1" : "=r"(result) : "r"(value));
    return result;
}

#undef ARM_TWO_OPERANDS
#undef ARM_MULTIPLY
#undef ARM_MULTIPLY_ACCUMULATE

#endif
