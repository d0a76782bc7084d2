/*
 * MAXIMUM, MINIMUM and PRELU in plain C, with broadcasting over four dimensions (a broadcast dimension has stride 0).
 * Source of the arithmetic: TensorFlow Lite reference/maximum_minimum.h and reference/prelu.h.
 */
#ifndef MCUSIM_KERNELS_PLAIN_BROADCAST_H
#define MCUSIM_KERNELS_PLAIN_BROADCAST_H

#include "../requantise.h"

struct broadcast {
    const int8_t *left, *right;
    int8_t *output;
    int32_t dimensions[4], left_strides[4], right_strides[4];
    int32_t left_zero_point, right_zero_point, output_zero_point; /* of prelu, as what follows */
    int32_t positive_multiplier, positive_shift, negative_multiplier, negative_shift;
};

ALWAYS_INLINE int32_t prelu_value(const struct broadcast *layer, int32_t value, int32_t alpha)
{
    value -= layer->left_zero_point;
    value = value >= 0 ? requantise(value, layer->positive_multiplier, layer->positive_shift)
                       : requantise(value * (alpha - layer->right_zero_point), layer->negative_multiplier, layer->negative_shift);
    return clamp(value + layer->output_zero_point, INT8_MIN, INT8_MAX);
}

enum broadcast_kind { BROADCAST_MAXIMUM, BROADCAST_MINIMUM, BROADCAST_PRELU };

ALWAYS_INLINE void broadcast(const struct broadcast *layer, enum broadcast_kind kind)
{
    int8_t *output = layer->output;
    for (int32_t n = 0; n < layer->dimensions[0]; n++)
        for (int32_t y = 0; y < layer->dimensions[1]; y++)
            for (int32_t x = 0; x < layer->dimensions[2]; x++) {
                const int8_t *left = layer->left + n * layer->left_strides[0] + y * layer->left_strides[1] + x * layer->left_strides[2];
                const int8_t *right =
                    layer->right + n * layer->right_strides[0] + y * layer->right_strides[1] + x * layer->right_strides[2];
                for (int32_t c = 0; c < layer->dimensions[3]; c++) {
                    int32_t a = *left, b = *right;
                    *output++ = (int8_t)(kind == BROADCAST_PRELU ? prelu_value(layer, a, b) : (a > b) == (kind == BROADCAST_MAXIMUM) ? a : b);
                    left += layer->left_strides[3];
                    right += layer->right_strides[3];
                }
            }
}

ALWAYS_INLINE void maximum(const struct broadcast layer)
{
    broadcast(&layer, BROADCAST_MAXIMUM);
}

ALWAYS_INLINE void minimum(const struct broadcast layer)
{
    broadcast(&layer, BROADCAST_MINIMUM);
}

ALWAYS_INLINE void prelu(const struct broadcast layer)
{
    broadcast(&layer, BROADCAST_PRELU);
}

#endif
