/*
 * Rows of widened values (widen.h) times a matrix of weights: the inner part of 1x1 and k x k convolution and of fully connected layers.
 * Two output channels by four pixels keep eight sums in registers: 16 SMLAD, 5 double loads and 2 SXTB16 per 32 products. Left-over
 * pixels go one at a time, four channels by one pixel. All layers of a network share these functions.
 */
#ifndef MCUSIM_KERNELS_DSP_MATMUL_H
#define MCUSIM_KERNELS_DSP_MATMUL_H

#include "requantise_scaled.h"

/* Two output channels. A bias is 256 * (bias - input zero point * sum of weights) - 127 * sum of the weights in even places. */
struct channel_pair {
    int32_t bias[2];
    struct scale scale[2];
};

/* With an odd number of outputs the last pair is the last two channels, so one is computed twice. At least two outputs. */
struct matmul {
    const int8_t *weights; /* per pair, per four values: four weights of the first channel, four of the second */
    const struct channel_pair *pairs;
    int32_t steps; /* values per row, in eights, rounded up (weights beyond are zero) */
    int32_t outputs;
    int32_t clamp_min, clamp_max;
};

#if defined(__ARM_FEATURE_DSP)
#include "matmul_four_arm.h"
#else

/* Four pixels: columns holds, per four values, the odd words of the pixels and then their even words. Writes 4 * outputs bytes. */
ALWAYS_INLINE void matmul_four(const struct matmul *layer, const uint32_t *columns, int8_t *output, enum activation activation)
{
    for (int32_t p = 0; p < 4; p++)
        for (int32_t c = 0; c < layer->outputs; c++) {
            const int32_t of_pair = c == layer->outputs - 1 ? 1 : c % 2;
            const struct channel_pair *const pair = layer->pairs + c / 2;
            const int8_t *weights = layer->weights + (16 * layer->steps * (c / 2) + 4 * of_pair);
            int32_t sum = pair->bias[of_pair];
            for (int32_t i = 0; i < 2 * layer->steps; i++) {
                const uint32_t word = load_word(weights + 8 * i);
                sum = smlad(sxtb16(word), columns[8 * i + p + 4], smlad(word, columns[8 * i + p], sum));
            }
            sum = requantise_scaled(sum, pair->scale[of_pair], activation, layer->clamp_min, layer->clamp_max);
            *output++ = (int8_t)sum;
        }
}

#endif

#include "matmul_one.h"

#endif
