/*
 * CONV_2D with a 1x1 window and stride 1, and FULLY_CONNECTED, in plain C: two output channels by two pixels at a time, so that a value
 * loaded serves two products. For cores that multiply and accumulate 32-bit numbers in one instruction but have no DSP instructions (Cortex-M3).
 * The bias holds -input_zero_point * sum(weights) already. Both pixels are read until their last channel is written.
 */
#ifndef MCUSIM_KERNELS_PLAIN_CONV_1X1_BLOCKS_H
#define MCUSIM_KERNELS_PLAIN_CONV_1X1_BLOCKS_H

#include "../requantise.h"

struct conv_1x1_blocks {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [output channel][input channel] */
    const int32_t *bias;        /* per output channel, input offset folded in */
    const int32_t *multipliers; /* per output channel */
    const int8_t *shifts;       /* per output channel */
    int32_t pixels, inputs, outputs, descending, output_zero_point, clamp_min, clamp_max;
};

ALWAYS_INLINE void conv_1x1_block(
    const struct conv_1x1_blocks *layer, const int8_t *values, int8_t *output, int32_t c, int32_t pixels, int32_t channels)
{
    const int32_t next_pixel = pixels > 1 ? layer->inputs : 0, next_channel = channels > 1 ? layer->inputs : 0;
    const int8_t *weights = layer->weights + c * layer->inputs;
    int32_t a = layer->bias[c], b = layer->bias[c + channels - 1], e = a, f = b;
#pragma GCC unroll 4
    for (int32_t i = 0; i < layer->inputs; i++) {
        const int32_t x = values[i], y = values[i + next_pixel], v = weights[i], w = weights[i + next_channel];
        a += x * v;
        if (channels > 1)
            b += x * w;
        if (pixels > 1)
            e += y * v;
        if (pixels > 1 && channels > 1)
            f += y * w;
    }
    const int32_t sums[] = {a, b, e, f};
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++)
        if (i / 2 < pixels && i % 2 < channels) {
            const int32_t sum = requantise(sums[i], layer->multipliers[c + i % 2], layer->shifts[c + i % 2]) + layer->output_zero_point;
            output[i / 2 * layer->outputs + c + i % 2] = (int8_t)clamp(sum, layer->clamp_min, layer->clamp_max);
        }
}

ALWAYS_INLINE void conv_1x1_pixels(const struct conv_1x1_blocks *layer, int32_t pixel, int32_t pixels)
{
    const int8_t *values = layer->input + pixel * layer->inputs;
    int8_t *output = layer->output + pixel * layer->outputs;
    int32_t c = 0;
    for (; c + 2 <= layer->outputs; c += 2)
        conv_1x1_block(layer, values, output, c, pixels, 2);
    if (c < layer->outputs)
        conv_1x1_block(layer, values, output, c, pixels, 1);
}

ALWAYS_INLINE void conv_1x1_blocks(const struct conv_1x1_blocks layer)
{
    const int32_t rest = layer.pixels % 2, whole = layer.pixels - rest;
    if (rest > 0 && layer.descending)
        conv_1x1_pixels(&layer, whole, 1);
    for (int32_t i = 0; i < whole; i += 2)
        conv_1x1_pixels(&layer, layer.descending ? whole - 2 - i : i, 2);
    if (rest > 0 && !layer.descending)
        conv_1x1_pixels(&layer, whole, 1);
}

#endif
