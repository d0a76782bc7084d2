/* GATHER_CHANNELS in plain C: every pixel of the output is made of runs of bytes of the same pixel of one or two inputs. */
#ifndef MCUSIM_KERNELS_PLAIN_GATHER_CHANNELS_H
#define MCUSIM_KERNELS_PLAIN_GATHER_CHANNELS_H

#include "../intrinsics.h"

struct channel_run {
    int16_t second, first_channel, count; /* whether it is of the second input */
};

struct gather_channels {
    const int8_t *left, *right;
    int8_t *output;
    const void *runs; /* struct channel_run */
    int32_t run_count, pixels, left_channels, right_channels;
};

ALWAYS_INLINE void gather_channels(const struct gather_channels layer)
{
    const int8_t *left = layer.left, *right = layer.right;
    int8_t *output = layer.output;
    for (int32_t pixels = layer.pixels; pixels > 0; pixels--, left += layer.left_channels, right += layer.right_channels) {
        const struct channel_run *run = layer.runs;
        for (int32_t runs = layer.run_count; runs > 0; runs--, run++) {
            const int8_t *from = (run->second ? right : left) + run->first_channel;
            int32_t count = run->count;
            for (; count >= 4; count -= 4, from += 4, output += 4)
                store_word(output, load_word(from));
            for (; count > 0; count--)
                *output++ = *from++;
        }
    }
}

#endif
