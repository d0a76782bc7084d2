/*
 * ADD and SUB of equal shapes as one linear form in integers: out = (left_factor * left + right_factor * right + offset) >> shift. The
 * generator finds factors and offset for which this equals the reference's four roundings for all 65536 pairs of inputs, or does not use
 * this kernel.
 */
#ifndef MCUSIM_KERNELS_PLAIN_ADD_LINEAR_H
#define MCUSIM_KERNELS_PLAIN_ADD_LINEAR_H

#include "../requantise.h"

struct add_linear {
    const int8_t *left, *right;
    int8_t *output; /* may be either side */
    int32_t count, left_factor, right_factor, offset, shift, clamp_min, clamp_max;
};

ALWAYS_INLINE int8_t add_linear_value(const struct add_linear *layer, int32_t left, int32_t right)
{
    const int32_t sum = layer->offset + layer->left_factor * left + layer->right_factor * right;
    const int32_t value = ssat8_asr(sum, layer->shift);
    return (int8_t)(layer->clamp_min > INT8_MIN || layer->clamp_max < INT8_MAX ? clamp(value, layer->clamp_min, layer->clamp_max) : value);
}

ALWAYS_INLINE void add_linear(const struct add_linear layer)
{
    const int8_t *left = layer.left, *right = layer.right;
    int8_t *output = layer.output, *const end = output + layer.count / 4 * 4;
    while (output != end) {
#pragma GCC unroll 4
        for (int32_t i = 0; i < 4; i++)
            output[i] = add_linear_value(&layer, left[i], right[i]);
        left += 4;
        right += 4;
        output += 4;
    }
    for (int32_t i = 0; i < layer.count % 4; i++)
        output[i] = add_linear_value(&layer, left[i], right[i]);
}

#endif
