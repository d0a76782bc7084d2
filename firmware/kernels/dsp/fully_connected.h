/*
 * FULLY_CONNECTED straight from its input, without scratch: the values are widened again for every four outputs. The weights and channels
 * are those of matmul.h.
 */
#ifndef MCUSIM_KERNELS_DSP_FULLY_CONNECTED_H
#define MCUSIM_KERNELS_DSP_FULLY_CONNECTED_H

#include "matmul.h"

struct fully_connected_direct {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights; /* as in struct matmul */
    const void *pairs;
    int32_t batches, inputs, outputs, quads, clamp_min, clamp_max; /* quads: weights per four channels (matmul.h) */
    enum activation activation;
};

ALWAYS_INLINE void fully_connected_row(const struct fully_connected_direct *layer, const int8_t *input, int8_t *output)
{
    const struct channel_pair *const all_pairs = layer->pairs;
    const int32_t last = layer->outputs - 2, pairs = (layer->outputs + 1) / 2, pair_bytes = (layer->inputs + 3) / 4 * 8;
    const int32_t second = pairs > 1; /* a lone pair is computed twice, and so is the one before the last of an odd number */
    for (int32_t i = 0;; i = min32(i + 2, pairs - 2)) {
        const struct channel_pair *pair = all_pairs + i;
        const int8_t *a = layer->weights + i * pair_bytes, *b = a + second * pair_bytes, *value = input;
        int32_t sums[] = {pair[0].bias[0], pair[0].bias[1], pair[second].bias[0], pair[second].bias[1]};
#pragma GCC unroll 2
        for (int32_t left = layer->inputs / 4; left > 0; left--, value += 4, a += 8, b += 8)
            multiply_four_by_pairs(sums, load_word(value), a, b);
        if (layer->inputs % 4 > 0)
            multiply_four_by_pairs(sums, load_partial_word(value, layer->inputs % 4), a, b);
        __asm__("" : "+r"(pair)); /* scales are loaded now, not kept on the stack meanwhile */
        int8_t *const outputs[] = {output + 2 * i, output + min32(2 * (i + second), last)};
#pragma GCC unroll 4
        for (int32_t c = 0; c < 4; c++)
            outputs[c / 2][c % 2] = (int8_t)requantise_scaled(
                sums[c], unpack_scale(pair[second * (c / 2)].scale[c % 2]), layer->activation, layer->clamp_min, layer->clamp_max);
        if (i + 2 >= pairs)
            return;
    }
}

ALWAYS_INLINE void fully_connected_direct(const struct fully_connected_direct layer)
{
    const struct matmul matmul = {layer.weights, layer.pairs, layer.inputs / 4, layer.outputs, layer.clamp_min, layer.clamp_max};
    for (int32_t batch = 0; batch < layer.batches; batch++)
        if (layer.quads)
            matmul_quads_direct(&matmul, layer.input + batch * layer.inputs, layer.output + batch * layer.outputs, layer.activation);
        else
            fully_connected_row(&layer, layer.input + batch * layer.inputs, layer.output + batch * layer.outputs);
}

#endif
