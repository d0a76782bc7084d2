/*
 * CONV_2D with a 1x1 window and stride 1, and FULLY_CONNECTED: every pixel (row) on its own, read before its outputs are written. So the
 * output may lie on the input: in ascending order where a pixel has no more outputs than inputs, in descending order where it has more.
 * Scratch: 32 bytes per four inputs, rounded up (8 where there are fewer than four pixels).
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
    int32_t pixels, inputs, outputs, descending, quads, clamp_min, clamp_max; /* quads: weights per four channels; then fewer than four pixels */
    enum activation activation;
};

ALWAYS_INLINE void conv_1x1(const struct conv_1x1 layer)
{
    const struct matmul matmul = {
        layer.weights, layer.pairs, (layer.inputs + 3) / 4, layer.outputs, layer.clamp_min, layer.clamp_max};
    const int32_t rest = matmul.fours > 1 ? layer.pixels % 4 : layer.pixels, whole = layer.pixels - rest;
    for (int32_t i = 0; i < rest; i++) {
        const int32_t pixel = layer.descending ? layer.pixels - 1 - i : i;
        widen_one(layer.scratch, layer.input + pixel * layer.inputs, layer.inputs, 1, 2);
        if (layer.quads)
            matmul_quads(&matmul, layer.scratch, layer.output + pixel * layer.outputs, layer.activation);
        else
            mcusim_matmul_one(&matmul, layer.scratch, layer.output + pixel * layer.outputs);
    }
    for (int32_t i = 0; i < whole; i += 4) {
        const int32_t pixel = layer.descending ? whole - 4 - i : rest + i;
        widen_four(layer.scratch, layer.input + pixel * layer.inputs, layer.inputs, layer.inputs);
        matmul_four(&matmul, layer.scratch, layer.output + pixel * layer.outputs, layer.activation);
    }
}

#endif
