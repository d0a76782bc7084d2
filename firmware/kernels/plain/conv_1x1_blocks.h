/*
 * CONV_2D with a 1x1 window and stride 1, and FULLY_CONNECTED, in plain C: two output channels by two pixels at a time, so that a value
 * loaded serves two products. For cores without DSP instructions; on Armv6-M the products are in assembly (conv_1x1_blocks.c).
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

#if defined(__ARM_ARCH_6M__)
/* Adds the products of two pixels with the weights of two channels: sums are those of the first pixel, then of the second; count > 0. */
void mcusim_products_2x2(
    int32_t sums[4], const int8_t *first, const int8_t *second, const int8_t *weights, const int8_t *next_weights, int32_t count);
#endif

ALWAYS_INLINE void conv_1x1_sums(int32_t sums[4], const int8_t *values, int32_t next_pixel, const int8_t *weights, int32_t next_channel, int32_t count)
{
#if defined(__ARM_ARCH_6M__)
    if (next_pixel > 0 && next_channel > 0) {
        mcusim_products_2x2(sums, values, values + next_pixel, weights, weights + next_channel, count);
        return;
    }
#endif
    int32_t a = sums[0], b = sums[1], e = sums[2], f = sums[3];
#pragma GCC unroll 4
    for (int32_t i = 0; i < count; i++) {
        const int32_t x = values[i], y = values[i + next_pixel], v = weights[i], w = weights[i + next_channel];
        a += x * v;
        if (next_channel > 0)
            b += x * w;
        if (next_pixel > 0)
            e += y * v;
        if (next_pixel > 0 && next_channel > 0)
            f += y * w;
    }
    sums[0] = a, sums[1] = b, sums[2] = e, sums[3] = f;
}

ALWAYS_INLINE void conv_1x1_block(
    const struct conv_1x1_blocks *layer, const int8_t *values, int8_t *output, int32_t c, int32_t pixels, int32_t channels)
{
    const int32_t next_pixel = pixels > 1 ? layer->inputs : 0, next_channel = channels > 1 ? layer->inputs : 0;
    const int32_t first = layer->bias[c], second = layer->bias[c + channels - 1];
    int32_t sums[] = {first, second, first, second};
    conv_1x1_sums(sums, values, next_pixel, layer->weights + c * layer->inputs, next_channel, layer->inputs);
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
