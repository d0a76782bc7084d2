/* AVERAGE_POOL_2D and MAX_POOL_2D in plain C: only elements inside the image count. */
#ifndef MCUSIM_KERNELS_PLAIN_POOL_2D_H
#define MCUSIM_KERNELS_PLAIN_POOL_2D_H

#include "../requantise.h"

struct pool_2d {
    const int8_t *input;
    int8_t *output;
    int32_t batches, input_height, input_width, channels, output_height, output_width;
    int32_t kernel_height, kernel_width, stride_y, stride_x, pad_top, pad_left;
    int32_t clamp_min, clamp_max;
};

ALWAYS_INLINE int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

ALWAYS_INLINE int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* The mean rounded to nearest, half away from zero. */
ALWAYS_INLINE int32_t rounded_mean(int32_t sum, int32_t count)
{
    return (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
}

/* The mean rounded to nearest, half up: of numbers that are 128 more, which are not negative. */
ALWAYS_INLINE int32_t mean_half_up(int32_t sum, int32_t count)
{
    return (sum + 128 * count + count / 2) / count - 128;
}

enum pool { POOL_MAX, POOL_AVERAGE, POOL_AVERAGE_HALF_UP };

ALWAYS_INLINE void pool_2d(const struct pool_2d layer, enum pool kind)
{
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++) {
            const int32_t top = oy * layer.stride_y - layer.pad_top;
            const int32_t first_y = larger(top, 0), last_y = smaller(top + layer.kernel_height, layer.input_height);
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                const int32_t left = ox * layer.stride_x - layer.pad_left;
                const int32_t first_x = larger(left, 0), last_x = smaller(left + layer.kernel_width, layer.input_width);
                const int32_t count = (last_y - first_y) * (last_x - first_x);
                for (int32_t c = 0; c < layer.channels; c++) {
                    int32_t value = kind == POOL_MAX ? INT8_MIN : 0;
                    for (int32_t y = first_y; y < last_y; y++)
                        for (int32_t x = first_x; x < last_x; x++) {
                            int32_t element = image[(y * layer.input_width + x) * layer.channels + c];
                            value = kind == POOL_MAX ? larger(value, element) : value + element;
                        }
                    if (kind != POOL_MAX)
                        value = kind == POOL_AVERAGE ? rounded_mean(value, count) : mean_half_up(value, count);
                    *output++ = (int8_t)clamp(value, layer.clamp_min, layer.clamp_max);
                }
            }
        }
        image += layer.input_height * layer.input_width * layer.channels;
    }
}

ALWAYS_INLINE void average_pool_2d(const struct pool_2d layer)
{
    pool_2d(layer, POOL_AVERAGE);
}

ALWAYS_INLINE void average_pool_2d_half_up(const struct pool_2d layer)
{
    pool_2d(layer, POOL_AVERAGE_HALF_UP);
}

ALWAYS_INLINE void max_pool_2d(const struct pool_2d layer)
{
    pool_2d(layer, POOL_MAX);
}

#endif
