/* MEAN over any of up to five dimensions in plain C: kept dimensions outside, averaged ones inside. */
#ifndef MCUSIM_KERNELS_PLAIN_MEAN_H
#define MCUSIM_KERNELS_PLAIN_MEAN_H

#include "../requantise.h"

struct mean {
    const int8_t *input;
    int8_t *output;
    int32_t kept[5], kept_strides[5];         /* sizes and input strides; an averaged dimension has size 1 here */
    int32_t averaged[5], averaged_strides[5]; /* a kept dimension has size 1 here */
    int32_t count, input_zero_point, output_zero_point, multiplier, shift;
};

ALWAYS_INLINE int32_t mean_sum(const struct mean *layer, const int8_t *from)
{
    int32_t sum = 0;
    for (int32_t a = 0; a < layer->averaged[0]; a++)
        for (int32_t b = 0; b < layer->averaged[1]; b++)
            for (int32_t c = 0; c < layer->averaged[2]; c++)
                for (int32_t d = 0; d < layer->averaged[3]; d++)
                    for (int32_t e = 0; e < layer->averaged[4]; e++)
                        sum += from[a * layer->averaged_strides[0] + b * layer->averaged_strides[1] + c * layer->averaged_strides[2]
                            + d * layer->averaged_strides[3] + e * layer->averaged_strides[4]];
    return sum;
}

ALWAYS_INLINE void mean(const struct mean layer)
{
    int8_t *output = layer.output;
    for (int32_t a = 0; a < layer.kept[0]; a++)
        for (int32_t b = 0; b < layer.kept[1]; b++)
            for (int32_t c = 0; c < layer.kept[2]; c++)
                for (int32_t d = 0; d < layer.kept[3]; d++)
                    for (int32_t e = 0; e < layer.kept[4]; e++) {
                        const int8_t *from = layer.input + a * layer.kept_strides[0] + b * layer.kept_strides[1]
                            + c * layer.kept_strides[2] + d * layer.kept_strides[3] + e * layer.kept_strides[4];
                        int32_t sum = mean_sum(&layer, from) - layer.count * layer.input_zero_point;
                        sum = requantise(sum, layer.multiplier, layer.shift) + layer.output_zero_point;
                        *output++ = (int8_t)clamp(sum, INT8_MIN, INT8_MAX);
                    }
}

#endif
