/*
 * What the audio front ends share: the divisor of the samples and the order of a transform's points.
 */
#ifndef MCUSIM_KERNELS_AUDIO_FRAMES_H
#define MCUSIM_KERNELS_AUDIO_FRAMES_H

#include "../requantise.h"

/* Numbers in the arena, which is declared as bytes and aligned to 4. */
typedef int16_t arena_int16 __attribute__((may_alias));
typedef int32_t arena_int32 __attribute__((may_alias));
typedef uint64_t arena_uint64 __attribute__((may_alias, aligned(4)));

enum audio_loudness { AUDIO_AS_IS, AUDIO_GREATEST, AUDIO_PEAK };

/* The sample that counts as 1. */
ALWAYS_INLINE int32_t audio_divisor(const arena_int16 *samples, int32_t count, int32_t loudness)
{
    int32_t greatest = 0;
    if (loudness != AUDIO_AS_IS)
        for (int32_t i = 0; i < count; i++) {
            int32_t sample = loudness == AUDIO_PEAK && samples[i] < 0 ? -samples[i] : samples[i];
            greatest = sample > greatest ? sample : greatest;
        }
    return greatest == 0 ? 32768 : greatest;
}

/* The point that changes places with point i; j is the one of point i - 1. */
ALWAYS_INLINE int32_t audio_next_reversed(int32_t j, int32_t points)
{
    int32_t bit = points >> 1;
    for (; j & bit; bit >>= 1)
        j ^= bit;
    return j ^ bit;
}

#endif
