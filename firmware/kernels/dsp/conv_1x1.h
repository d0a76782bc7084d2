/*
 * CONV_2D with a 1x1 window and stride 1, and FULLY_CONNECTED: every pixel (row) on its own, in ascending order, and read before its
 * outputs are written. So the output may lie on the input, or reach its end before it, as long as it does not outrun it.
 * Scratch: 64 bytes per eight inputs, rounded up (16 where there are fewer than four pixels).
 */
#ifndef MCUSIM_KERNELS_DSP_CONV_1X1_H
#define MCUSIM_KERNELS_DSP_CONV_1X1_H

#include "matmul.h"

struct conv_1x1 {
    const int8_t *input;
    int8_t *output;
    lanes *scratch;
    const int8_t *weights; /* as in struct matmul */
    const void *pairs;
    int32_t pixels, inputs, outputs, clamp_min, clamp_max;
    enum activation activation;
};

ALWAYS_INLINE void conv_1x1(const struct conv_1x1 layer)
{
    const struct matmul matmul = {
        layer.weights, layer.pairs, (layer.inputs + 7) / 8, layer.outputs, layer.clamp_min, layer.clamp_max};
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t fours = layer.pixels / 4; fours > 0; fours--) {
        widen_four(layer.scratch, input, layer.inputs, layer.inputs);
        matmul_four(&matmul, layer.scratch, output, layer.activation);
        input += 4 * layer.inputs;
        output += 4 * layer.outputs;
    }
    for (int32_t rest = layer.pixels % 4; rest > 0; rest--) {
        widen_one(layer.scratch, input, layer.inputs, 1, 2);
        matmul_one(&matmul, layer.scratch, output, layer.activation);
        input += layer.inputs;
        output += layer.outputs;
    }
}

#endif
