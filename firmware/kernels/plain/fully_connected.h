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

ALWAYS_INLINE void fully_connected(const struct fully_connected layer)
{
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        const int8_t *weights = layer.weights;
        for (int32_t o = 0; o < layer.outputs; o++) {
            int32_t sum = layer.bias[o];
            for (int32_t i = 0; i < layer.inputs; i++)
                sum += input[i] * weights[i];
            weights += layer.inputs;
            sum = requantise(sum, layer.multipliers[o], layer.shifts[o]) + layer.output_zero_point;
            *output++ = (int8_t)clamp(sum, layer.clamp_min, layer.clamp_max);
        }
        input += layer.inputs;
    }
}

#endif
