/* Sums of four neighbouring channels over an area of pixels: two channels in each word, so a word of four values takes two additions. */
#ifndef MCUSIM_KERNELS_PLAIN_CHANNEL_SUMS_H
#define MCUSIM_KERNELS_PLAIN_CHANNEL_SUMS_H

#include "../intrinsics.h"

/* Pixels whose sums fit a lane of 16 bits. */
#define CHANNEL_SUMS_LARGEST 255

/* An area of an image. */
struct pixels {
    const int8_t *first;
    int32_t height, width, row_bytes, pixel_bytes;
};

/* Adds what two words of lanes hold, and empties them. */
ALWAYS_INLINE void channel_sums_drain(int32_t sums[4], uint32_t *even, uint32_t *odd, int32_t count)
{
#if defined(__ARM_FEATURE_DSP)
    (void)count;
    sums[0] += (int16_t)*even, sums[1] += (int16_t)*odd, sums[2] += (int32_t)*even >> 16, sums[3] += (int32_t)*odd >> 16;
#else /* lanes hold values + 128 */
    const int32_t excess = 128 * count;
    sums[0] += (int32_t)(*even & 0xFFFFu) - excess, sums[1] += (int32_t)(*odd & 0xFFFFu) - excess;
    sums[2] += (int32_t)(*even >> 16) - excess, sums[3] += (int32_t)(*odd >> 16) - excess;
#endif
    *even = *odd = 0;
}

/* Adds the values of each of four channels; rows have at most CHANNEL_SUMS_LARGEST pixels, and the area at most so many. */
ALWAYS_INLINE void channel_sums_add(int32_t sums[4], struct pixels area, int32_t most)
{
    uint32_t even = 0, odd = 0; /* channels 0 and 2, 1 and 3 */
    int32_t count = 0;
    for (; area.height > 0; area.height--, area.first += area.row_bytes) {
        if (most > CHANNEL_SUMS_LARGEST && count > CHANNEL_SUMS_LARGEST - area.width) {
            channel_sums_drain(sums, &even, &odd, count);
            count = 0;
        }
        const int8_t *pixel = area.first;
        for (int32_t x = 0; x < area.width; x++, pixel += area.pixel_bytes) {
            const uint32_t word = load_word(pixel);
#if defined(__ARM_FEATURE_DSP)
            even = sxtab16(even, word);
            odd = sxtab16_ror8(odd, word);
#else
            const uint32_t shifted = word ^ 0x80808080u;
            even += shifted & 0x00FF00FFu;
            odd += shifted >> 8 & 0x00FF00FFu;
#endif
        }
        count += area.width;
    }
    channel_sums_drain(sums, &even, &odd, count);
}

#endif
