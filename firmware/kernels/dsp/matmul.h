/*
 * Rows of widened values (widen.h) times a matrix of weights: the inner part of 1x1 and k x k convolution and of fully connected layers.
 * Two output channels by four pixels keep eight sums in registers: 16 SMLAD, 5 double loads and 2 SXTB16 per 32 products. Left-over
 * pixels go one at a time, four channels by one pixel. All layers of a network share the functions of
 * matmul_four.c and matmul_one.c.
 */
#ifndef MCUSIM_KERNELS_DSP_MATMUL_H
#define MCUSIM_KERNELS_DSP_MATMUL_H

#include "requantise_scaled.h"
#include "widen.h"

/* Two output channels. A bias is 256 * (bias - input zero point * sum of weights) - 127 * sum of the weights in even places. */
struct channel_pair {
    int32_t bias[2];
    struct packed_scale scale[2];
};

/* With an odd number of outputs the last pair is the last two channels, so one is computed twice. At least two outputs. */
struct matmul {
    const int8_t *weights; /* per pair, per four values: four weights of the first channel, four of the second */
    const struct channel_pair *pairs;
    int32_t fours; /* values per row, in fours, rounded up (weights beyond are zero); at least two for matmul_four */
    int32_t outputs;
    int32_t clamp_min, clamp_max;
};

/* Four pixels: columns holds, per four values, the odd words of the pixels and then their even words. Writes 4 * outputs bytes. */
void mcusim_matmul_four_relu(const struct matmul *layer, const lanes *columns, int8_t *output);
void mcusim_matmul_four_linear(const struct matmul *layer, const lanes *columns, int8_t *output);
void mcusim_matmul_four_clamped(const struct matmul *layer, const lanes *columns, int8_t *output);

/*
 * Four pixels side by side whose windows have three columns, so that they share six: per four values of a pixel of the image, the odd words of
 * the six columns, then their even words. fours counts these, and weights are, per pair and per fours, those of the three columns.
 */
void mcusim_matmul_shared_relu(const struct matmul *layer, const lanes *columns, int8_t *output);
void mcusim_matmul_shared_linear(const struct matmul *layer, const lanes *columns, int8_t *output);
void mcusim_matmul_shared_clamped(const struct matmul *layer, const lanes *columns, int8_t *output);

/* One pixel: column holds, per four values, its odd word and its even word. Writes outputs bytes. */
void mcusim_matmul_one(const struct matmul *layer, const lanes *column, int8_t *output);

/*
 * One pixel, and weights per four channels (so their number is a multiple of four), per four values: four of each channel. From a column as
 * above, or (direct) from the values themselves, whose number is a multiple of four.
 */
void mcusim_matmul_quads_relu(const struct matmul *layer, const lanes *column, int8_t *output);
void mcusim_matmul_quads_linear(const struct matmul *layer, const lanes *column, int8_t *output);
void mcusim_matmul_quads_clamped(const struct matmul *layer, const lanes *column, int8_t *output);
void mcusim_matmul_quads_direct_relu(const struct matmul *layer, const int8_t *values, int8_t *output);
void mcusim_matmul_quads_direct_linear(const struct matmul *layer, const int8_t *values, int8_t *output);
void mcusim_matmul_quads_direct_clamped(const struct matmul *layer, const int8_t *values, int8_t *output);

ALWAYS_INLINE void matmul_four(const struct matmul *layer, const lanes *columns, int8_t *output, enum activation activation)
{
    if (activation == ACTIVATION_RELU)
        mcusim_matmul_four_relu(layer, columns, output);
    else if (activation == ACTIVATION_LINEAR)
        mcusim_matmul_four_linear(layer, columns, output);
    else
        mcusim_matmul_four_clamped(layer, columns, output);
}

ALWAYS_INLINE void matmul_shared(const struct matmul *layer, const lanes *columns, int8_t *output, enum activation activation)
{
    if (activation == ACTIVATION_RELU)
        mcusim_matmul_shared_relu(layer, columns, output);
    else if (activation == ACTIVATION_LINEAR)
        mcusim_matmul_shared_linear(layer, columns, output);
    else
        mcusim_matmul_shared_clamped(layer, columns, output);
}

ALWAYS_INLINE void matmul_quads(const struct matmul *layer, const lanes *column, int8_t *output, enum activation activation)
{
    if (activation == ACTIVATION_RELU)
        mcusim_matmul_quads_relu(layer, column, output);
    else if (activation == ACTIVATION_LINEAR)
        mcusim_matmul_quads_linear(layer, column, output);
    else
        mcusim_matmul_quads_clamped(layer, column, output);
}

ALWAYS_INLINE void matmul_quads_direct(const struct matmul *layer, const int8_t *values, int8_t *output, enum activation activation)
{
    if (activation == ACTIVATION_RELU)
        mcusim_matmul_quads_direct_relu(layer, values, output);
    else if (activation == ACTIVATION_LINEAR)
        mcusim_matmul_quads_direct_linear(layer, values, output);
    else
        mcusim_matmul_quads_direct_clamped(layer, values, output);
}

#endif
