/*
 * ADD, SUB and MUL in plain C, with broadcasting over four dimensions (a broadcast dimension has stride 0).
 * Source of the arithmetic: TensorFlow Lite reference/integer_ops/add.h and mul.h; ADD and SUB work at 2^left_shift times the scale.
 */
#ifndef MCUSIM_KERNELS_PLAIN_ELEMENTWISE_H
#define MCUSIM_KERNELS_PLAIN_ELEMENTWISE_H

#include "../requantise.h"

struct elementwise {
    const int8_t *left, *right;
    int8_t *output; /* may be either side that is not broadcast */
    int32_t dimensions[4], left_strides[4], right_strides[4];
    int32_t left_zero_point, right_zero_point, output_zero_point;
    int32_t left_multiplier, left_shift, right_multiplier, right_shift; /* not used by mul */
    int32_t output_multiplier, output_shift;
    int32_t clamp_min, clamp_max;
};

/* At this many bits to the left the sides are added. */
#define ELEMENTWISE_LEFT_SHIFT 20

ALWAYS_INLINE int8_t elementwise_value(const struct elementwise *layer, int32_t left, int32_t right, int sign)
{
    left -= layer->left_zero_point;
    right -= layer->right_zero_point;
    int32_t value;
    if (sign == 0) {
        value = left * right;
    } else {
        left = requantise(shift_left(left, ELEMENTWISE_LEFT_SHIFT), layer->left_multiplier, layer->left_shift);
        right = requantise(shift_left(right, ELEMENTWISE_LEFT_SHIFT), layer->right_multiplier, layer->right_shift);
        value = left + sign * right;
    }
    value = requantise(value, layer->output_multiplier, layer->output_shift) + layer->output_zero_point;
    return (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
}

ALWAYS_INLINE void elementwise(const struct elementwise layer, int sign)
{
    int8_t *output = layer.output;
    for (int32_t n = 0; n < layer.dimensions[0]; n++)
        for (int32_t y = 0; y < layer.dimensions[1]; y++)
            for (int32_t x = 0; x < layer.dimensions[2]; x++) {
                const int8_t *left = layer.left + n * layer.left_strides[0] + y * layer.left_strides[1] + x * layer.left_strides[2];
                const int8_t *right =
                    layer.right + n * layer.right_strides[0] + y * layer.right_strides[1] + x * layer.right_strides[2];
                for (int32_t c = 0; c < layer.dimensions[3]; c++) {
                    *output++ = elementwise_value(&layer, *left, *right, sign);
                    left += layer.left_strides[3];
                    right += layer.right_strides[3];
                }
            }
}

ALWAYS_INLINE void add(const struct elementwise layer)
{
    elementwise(layer, 1);
}

ALWAYS_INLINE void sub(const struct elementwise layer)
{
    elementwise(layer, -1);
}

ALWAYS_INLINE void mul(const struct elementwise layer)
{
    elementwise(layer, 0);
}

#endif
