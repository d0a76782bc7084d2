/*
 * CONV_2D with a 1x1 window and stride 1, and FULLY_CONNECTED: every pixel (row) on its own. Scratch: 64 bytes per eight inputs, rounded
 * up (16 where there are fewer than four pixels).
 */
#ifndef MCUSIM_KERNELS_DSP_CONV_1X1_H
#define MCUSIM_KERNELS_DSP_CONV_1X1_H

#include "matmul.h"
#include "widen.h"

struct conv_1x1 {
    struct matmul matmul;
    int32_t pixels, inputs;
};

ALWAYS_INLINE void conv_1x1(
    const struct conv_1x1 *layer, const int8_t *input, int8_t *output, uint32_t *scratch, enum activation activation)
{
    const int32_t inputs = layer->inputs, outputs = layer->matmul.outputs;
    int32_t pixels = layer->pixels;
    for (; pixels >= 4; pixels -= 4) {
        widen_four(scratch, input, inputs, inputs);
        matmul_four(&layer->matmul, scratch, output, activation);
        input += 4 * inputs;
        output += 4 * outputs;
    }
    for (; pixels > 0; pixels--) {
        widen_one(scratch, input, inputs, 1, 2);
        matmul_one(&layer->matmul, scratch, output, activation);
        input += inputs;
        output += outputs;
    }
}

#endif
