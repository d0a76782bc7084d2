/* FULLY_CONNECTED in plain C. The bias holds -input_zero_point * sum(weights) already. */
#ifndef MCUSIM_KERNELS_PLAIN_FULLY_CONNECTED_H
#define MCUSIM_KERNELS_PLAIN_FULLY_CONNECTED_H

#include "../requantise.h"

struct fully_connected {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [output][input] */
    const int32_t *bias;        /* per output, input offset folded in */
    const int32_t *multipliers; /* per output */
    const int8_t *shifts;       /* per output */
    int32_t batches, inputs, outputs;
    int32_t output_zero_point, clamp_min, clamp_max;
};

/* count (1 or 2) neighbouring outputs of one row, from o on. */
ALWAYS_INLINE void fully_connected_outputs(
    const struct fully_connected *layer, const int8_t *input, int8_t *output, int32_t o, int32_t count)
{
    const int8_t *weights = layer->weights + o * layer->inputs;
    int32_t sums[2] = {layer->bias[o], count > 1 ? layer->bias[o + 1] : 0};
#pragma GCC unroll 4
    for (int32_t i = 0; i < layer->inputs; i++)
        for (int32_t k = 0; k < count; k++)
            sums[k] += input[i] * weights[k * layer->inputs + i];
    for (int32_t k = 0; k < count; k++) {
        int32_t value = requantise(sums[k], layer->multipliers[o + k], layer->shifts[o + k]) + layer->output_zero_point;
        output[o + k] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
    }
}

ALWAYS_INLINE void fully_connected(const struct fully_connected layer)
{
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        const int8_t *input = layer.input + batch * layer.inputs;
        int8_t *output = layer.output + batch * layer.outputs;
        int32_t o = 0;
        for (; o + 2 <= layer.outputs; o += 2)
            fully_connected_outputs(&layer, input, output, o, 2);
        for (; o < layer.outputs; o++)
            fully_connected_outputs(&layer, input, output, o, 1);
    }
}

#endif
