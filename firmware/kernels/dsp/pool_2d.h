/*
 * AVERAGE_POOL_2D and MAX_POOL_2D, four channels at a time; only elements inside the image count. Channels are a multiple of four, and
 * averages are over at most 255 elements, whose sum fits a 16-bit lane.
 */
#ifndef MCUSIM_KERNELS_DSP_POOL_2D_H
#define MCUSIM_KERNELS_DSP_POOL_2D_H

#include "../plain/pool_2d.h"

/* The part of a window that lies inside the image. */
struct pool_window {
    const int8_t *first;
    int32_t height, width;
};

ALWAYS_INLINE struct pool_window pool_2d_window(const struct pool_2d *layer, const int8_t *image, int32_t oy, int32_t ox)
{
    const int32_t top = oy * layer->stride_y - layer->pad_top, left = ox * layer->stride_x - layer->pad_left;
    const int32_t y = larger(top, 0), x = larger(left, 0);
    return (struct pool_window){
        image + (y * layer->input_width + x) * layer->channels, smaller(top + layer->kernel_height, layer->input_height) - y,
        smaller(left + layer->kernel_width, layer->input_width) - x};
}

ALWAYS_INLINE void average_four(const struct pool_2d *layer, struct pool_window window, int8_t *output)
{
    uint32_t even = 0, odd = 0; /* sums of channels 0 and 2, 1 and 3 */
    const int32_t count = window.height * window.width, row_bytes = layer->input_width * layer->channels;
    for (const int8_t *row = window.first; window.height > 0; window.height--, row += row_bytes) {
        const int8_t *pixel = row;
        for (int32_t x = 0; x < window.width; x++, pixel += layer->channels) {
            const uint32_t word = load_word(pixel);
            even = sxtab16(even, word);
            odd = sxtab16_ror8(odd, word);
        }
    }
    const int16_t sums[] = {(int16_t)even, (int16_t)odd, (int16_t)(even >> 16), (int16_t)(odd >> 16)};
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++)
        output[i] = (int8_t)clamp(rounded_mean(sums[i], count), layer->clamp_min, layer->clamp_max);
}

ALWAYS_INLINE void max_four(const struct pool_2d *layer, struct pool_window window, int8_t *output)
{
    uint32_t most = 0x80808080u;
    const int32_t row_bytes = layer->input_width * layer->channels;
    for (const int8_t *row = window.first; window.height > 0; window.height--, row += row_bytes) {
        const int8_t *pixel = row;
        for (int32_t x = 0; x < window.width; x++, pixel += layer->channels)
            most = larger_bytes(most, load_word(pixel));
    }
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++)
        output[i] = (int8_t)clamp((int8_t)(most >> (8 * i)), layer->clamp_min, layer->clamp_max);
}

ALWAYS_INLINE void pool_2d_dsp(const struct pool_2d layer, int average)
{
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                struct pool_window window = pool_2d_window(&layer, image, oy, ox);
                for (int32_t c = 0; c < layer.channels; c += 4, window.first += 4, output += 4)
                    if (average)
                        average_four(&layer, window, output);
                    else
                        max_four(&layer, window, output);
            }
        image += layer.input_height * layer.input_width * layer.channels;
    }
}

ALWAYS_INLINE void average_pool_2d_dsp(const struct pool_2d layer)
{
    pool_2d_dsp(layer, 1);
}

ALWAYS_INLINE void max_pool_2d_dsp(const struct pool_2d layer)
{
    pool_2d_dsp(layer, 0);
}

#endif
