/*
 * The DSP instructions that the int8 kernels use, under their own names. On cores with the DSP extension (Cortex-M4, M7, M33) each is
 * one instruction; elsewhere (other cores, and the host that the tests run on) portable C with the same result.
 * Source of the semantics: Arm v7-M Architecture Reference Manual (DDI 0403E), chapter A7.7.
 * Lanes: "bottom" is bits 15..0 of a word, "top" is bits 31..16.
 */
#ifndef MCUSIM_KERNELS_INTRINSICS_H
#define MCUSIM_KERNELS_INTRINSICS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Little-endian word and halfword access at any address (one instruction where the core allows it). */
ALWAYS_INLINE uint32_t load_word(const void *address)
{
    uint32_t word;
    __builtin_memcpy(&word, address, sizeof word);
    return word;
}

ALWAYS_INLINE uint32_t load_halfword(const void *address)
{
    uint16_t halfword;
    __builtin_memcpy(&halfword, address, sizeof halfword);
    return halfword;
}

ALWAYS_INLINE void store_word(void *address, uint32_t word)
{
    __builtin_memcpy(address, &word, sizeof word);
}

ALWAYS_INLINE void store_halfword(void *address, uint32_t word)
{
    uint16_t halfword = (uint16_t)word;
    __builtin_memcpy(address, &halfword, sizeof halfword);
}

/* Wrapping addition and left shift of signed numbers, which C leaves undefined. */
ALWAYS_INLINE int32_t wrapping_add(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

ALWAYS_INLINE int32_t shift_left(int32_t value, int32_t places)
{
    return (int32_t)((uint32_t)value << places);
}

ALWAYS_INLINE int32_t min32(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

#if defined(__ARM_FEATURE_DSP)
#include "intrinsics_arm.h"
#else
#include "intrinsics_portable.h"
#endif

#endif
