/*
 * AVERAGE_POOL_2D and MAX_POOL_2D, four channels at a time; only elements inside the image count. At least four channels: the last four may
 * have been computed in part already. An average's rows have at most CHANNEL_SUMS_LARGEST elements.
 */
#ifndef MCUSIM_KERNELS_PLAIN_POOL_2D_BLOCKS_H
#define MCUSIM_KERNELS_PLAIN_POOL_2D_BLOCKS_H

#include "channel_sums.h"
#include "pool_2d.h"

/* The part of a window that lies inside the image. */
ALWAYS_INLINE struct pixels pool_2d_window(const struct pool_2d *layer, const int8_t *image, int32_t oy, int32_t ox)
{
    const int32_t top = oy * layer->stride_y - layer->pad_top, left = ox * layer->stride_x - layer->pad_left;
    const int32_t y = larger(top, 0), x = larger(left, 0);
    return (struct pixels){
        image + (y * layer->input_width + x) * layer->channels, smaller(top + layer->kernel_height, layer->input_height) - y,
        smaller(left + layer->kernel_width, layer->input_width) - x, layer->input_width * layer->channels, layer->channels};
}

/* dividend / count. Where the core has no division: given 65536 / count rounded down, whose product is the quotient or one less. */
ALWAYS_INLINE int32_t pool_2d_quotient(int32_t dividend, int32_t count, uint32_t reciprocal)
{
#if defined(__ARM_ARCH_6M__)
    if (count <= CHANNEL_SUMS_LARGEST) {
        const int32_t quotient = (int32_t)((uint32_t)dividend * reciprocal >> 16);
        return quotient + ((quotient + 1) * count <= dividend);
    }
#endif
    (void)reciprocal;
    return dividend / count;
}

/* The mean rounded to nearest, half away from zero or half up: of numbers that are 128 more, which are not negative. */
ALWAYS_INLINE int32_t pool_2d_mean(int32_t sum, int32_t count, uint32_t reciprocal, enum pool kind)
{
    if (kind == POOL_AVERAGE_HALF_UP)
        return pool_2d_quotient(sum + 128 * count + count / 2, count, reciprocal) - 128;
    if (sum < 0)
        return -pool_2d_quotient(count / 2 - sum, count, reciprocal);
    return pool_2d_quotient(sum + count / 2, count, reciprocal);
}

/* Means and maxima of bytes are bytes. */
ALWAYS_INLINE int32_t pool_2d_clamp(const struct pool_2d *layer, int32_t value)
{
    return layer->clamp_min == INT8_MIN && layer->clamp_max == INT8_MAX ? value : clamp(value, layer->clamp_min, layer->clamp_max);
}

ALWAYS_INLINE void pool_2d_average_four(const struct pool_2d *layer, struct pixels window, int8_t *output, uint32_t reciprocal, enum pool kind)
{
    int32_t sums[4] = {0, 0, 0, 0};
    channel_sums_add(sums, window, layer->kernel_height * layer->kernel_width);
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++) {
        const int32_t mean = pool_2d_mean(sums[i], window.height * window.width, reciprocal, kind);
        output[i] = (int8_t)pool_2d_clamp(layer, mean);
    }
}

ALWAYS_INLINE void pool_2d_max_four(const struct pool_2d *layer, struct pixels window, int8_t *output)
{
#if defined(__ARM_FEATURE_DSP)
    uint32_t bytes = 0x80808080u;
#endif
    int32_t most[4] = {INT8_MIN, INT8_MIN, INT8_MIN, INT8_MIN};
    for (; window.height > 0; window.height--, window.first += window.row_bytes) {
        const int8_t *pixel = window.first;
        for (int32_t x = 0; x < window.width; x++, pixel += window.pixel_bytes) {
            const uint32_t word = load_word(pixel);
#if defined(__ARM_FEATURE_DSP)
            bytes = larger_bytes(bytes, word);
#else
#pragma GCC unroll 4
            for (int32_t i = 0; i < 4; i++)
                most[i] = larger(most[i], (int8_t)(word >> (8 * i)));
#endif
        }
    }
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++) {
#if defined(__ARM_FEATURE_DSP)
        most[i] = (int8_t)(bytes >> (8 * i));
#endif
        output[i] = (int8_t)pool_2d_clamp(layer, most[i]);
    }
}

ALWAYS_INLINE void pool_2d_four(const struct pool_2d *layer, struct pixels window, int8_t *output, enum pool kind, uint32_t reciprocal)
{
    if (kind != POOL_MAX)
        pool_2d_average_four(layer, window, output, reciprocal, kind);
    else
        pool_2d_max_four(layer, window, output);
}

ALWAYS_INLINE void pool_2d_blocks(const struct pool_2d layer, enum pool kind)
{
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    int32_t count = 0;
    uint32_t reciprocal = 0;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                struct pixels window = pool_2d_window(&layer, image, oy, ox);
                const int8_t *const pixel = window.first;
                if (kind != POOL_MAX && window.height * window.width != count) {
                    count = window.height * window.width;
                    reciprocal = 65536u / (uint32_t)count;
                }
                for (int32_t c = 0; c < layer.channels / 4; c++, window.first += 4, output += 4)
                    pool_2d_four(&layer, window, output, kind, reciprocal);
                if (layer.channels % 4 > 0) {
                    output += layer.channels % 4;
                    window.first = pixel + layer.channels - 4;
                    pool_2d_four(&layer, window, output - 4, kind, reciprocal);
                }
            }
        image += layer.input_height * layer.input_width * layer.channels;
    }
}

ALWAYS_INLINE void average_pool_2d_blocks(const struct pool_2d layer)
{
    pool_2d_blocks(layer, POOL_AVERAGE);
}

ALWAYS_INLINE void average_pool_2d_half_up_blocks(const struct pool_2d layer)
{
    pool_2d_blocks(layer, POOL_AVERAGE_HALF_UP);
}

ALWAYS_INLINE void max_pool_2d_blocks(const struct pool_2d layer)
{
    pool_2d_blocks(layer, POOL_MAX);
}

#endif
