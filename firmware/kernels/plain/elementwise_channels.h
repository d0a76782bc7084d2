/* ADD, SUB and MUL of an image with one value for each channel, pixel by pixel. The output may be the image. */
#ifndef MCUSIM_KERNELS_PLAIN_ELEMENTWISE_CHANNELS_H
#define MCUSIM_KERNELS_PLAIN_ELEMENTWISE_CHANNELS_H

#include "elementwise.h"

struct elementwise_channels {
    const int8_t *left, *right;
    int8_t *output;
    int32_t pixels, channels;
    int32_t right_is_image; /* otherwise the left side is */
    int32_t left_zero_point, right_zero_point, output_zero_point;
    int32_t left_multiplier, left_shift, right_multiplier, right_shift; /* not used by mul */
    int32_t output_multiplier, output_shift;
    int32_t clamp_min, clamp_max;
};

ALWAYS_INLINE void elementwise_channels(const struct elementwise_channels layer, int sign)
{
    const struct elementwise numbers = {
        .left_zero_point = layer.left_zero_point, .right_zero_point = layer.right_zero_point, .output_zero_point = layer.output_zero_point,
        .left_multiplier = layer.left_multiplier, .left_shift = layer.left_shift, .right_multiplier = layer.right_multiplier,
        .right_shift = layer.right_shift, .output_multiplier = layer.output_multiplier, .output_shift = layer.output_shift,
        .clamp_min = layer.clamp_min, .clamp_max = layer.clamp_max};
    const int8_t *left = layer.left, *right = layer.right;
    int8_t *output = layer.output;
    for (int32_t pixel = 0; pixel < layer.pixels; pixel++, output += layer.channels) {
        elementwise_run(&numbers, left, right, output, layer.channels, sign);
        if (layer.right_is_image)
            right += layer.channels;
        else
            left += layer.channels;
    }
}

ALWAYS_INLINE void add_channels(const struct elementwise_channels layer)
{
    elementwise_channels(layer, 1);
}

ALWAYS_INLINE void sub_channels(const struct elementwise_channels layer)
{
    elementwise_channels(layer, -1);
}

ALWAYS_INLINE void mul_channels(const struct elementwise_channels layer)
{
    elementwise_channels(layer, 0);
}

#endif
