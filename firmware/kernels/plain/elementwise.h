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
    int32_t contiguous, count; /* whether both sides have the output's shape; then only the number of elements counts, not the dimensions */
    int32_t dimensions[4], left_strides[4], right_strides[4];
    int32_t left_zero_point, right_zero_point, output_zero_point;
    int32_t left_multiplier, left_shift, right_multiplier, right_shift; /* not used by mul */
    int32_t output_multiplier, output_shift;
    int32_t clamp_min, clamp_max;
};

/* At this many bits to the left the sides are added. */
#define ELEMENTWISE_LEFT_SHIFT 20

/* A product of two differences has 17 bits; shifted left by no more than this it is small in the sense of requantise_small. */
#define ELEMENTWISE_SMALL_SHIFT 12

/* sign: 1 adds, -1 subtracts, 0 multiplies. */
ALWAYS_INLINE int32_t elementwise_value(const struct elementwise *layer, int32_t left, int32_t right, int sign)
{
    left -= layer->left_zero_point;
    right -= layer->right_zero_point;
    int32_t value;
    if (sign == 0) {
        value = left * right;
        value = layer->output_shift <= ELEMENTWISE_SMALL_SHIFT ? requantise_small(value, layer->output_multiplier, layer->output_shift)
                                                               : requantise(value, layer->output_multiplier, layer->output_shift);
    } else {
        left = requantise_small(shift_left(left, ELEMENTWISE_LEFT_SHIFT), layer->left_multiplier, layer->left_shift);
        right = requantise_small(shift_left(right, ELEMENTWISE_LEFT_SHIFT), layer->right_multiplier, layer->right_shift);
        value = requantise_small(left + sign * right, layer->output_multiplier, layer->output_shift);
    }
    value = ssat8(value + layer->output_zero_point);
    if (layer->clamp_min == INT8_MIN && layer->clamp_max == INT8_MAX)
        return value;
    return clamp(value, layer->clamp_min, layer->clamp_max);
}

/* Elements that follow each other on both sides: four at a time. */
ALWAYS_INLINE void elementwise_run(
    const struct elementwise *layer, const int8_t *left, const int8_t *right, int8_t *output, int32_t count, int sign)
{
    int32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const uint32_t lefts = load_word(left + i), rights = load_word(right + i);
        uint32_t outputs = 0;
#pragma GCC unroll 4
        for (int32_t byte = 0; byte < 4; byte++) {
            int32_t value = elementwise_value(layer, (int8_t)(lefts >> (8 * byte)), (int8_t)(rights >> (8 * byte)), sign);
            outputs |= (uint32_t)(uint8_t)value << (8 * byte);
        }
        store_word(output + i, outputs);
    }
    for (; i < count; i++)
        output[i] = (int8_t)elementwise_value(layer, left[i], right[i], sign);
}

ALWAYS_INLINE void elementwise_broadcast(const struct elementwise *layer, int sign)
{
    int8_t *output = layer->output;
    for (int32_t n = 0; n < layer->dimensions[0]; n++)
        for (int32_t y = 0; y < layer->dimensions[1]; y++)
            for (int32_t x = 0; x < layer->dimensions[2]; x++) {
                const int8_t *left = layer->left + n * layer->left_strides[0] + y * layer->left_strides[1] + x * layer->left_strides[2];
                const int8_t *right =
                    layer->right + n * layer->right_strides[0] + y * layer->right_strides[1] + x * layer->right_strides[2];
                if (layer->left_strides[3] == 1 && layer->right_strides[3] == 1) { /* as squeeze-and-excite multiplies channels */
                    elementwise_run(layer, left, right, output, layer->dimensions[3], sign);
                    output += layer->dimensions[3];
                    continue;
                }
                for (int32_t c = 0; c < layer->dimensions[3]; c++) {
                    *output++ = (int8_t)elementwise_value(layer, *left, *right, sign);
                    left += layer->left_strides[3];
                    right += layer->right_strides[3];
                }
            }
}

ALWAYS_INLINE void elementwise(const struct elementwise layer, int sign)
{
    if (layer.contiguous)
        elementwise_run(&layer, layer.left, layer.right, layer.output, layer.count, sign);
    else
        elementwise_broadcast(&layer, sign);
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
