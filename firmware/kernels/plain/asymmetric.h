/*
 * CONV_2D and FULLY_CONNECTED with weights that have a zero point, as networks of uint8 have: the sum of value * (weight - zero point) is
 * that of value * weight, and zero point times the sum of the values, which is the same for all output channels. The bias holds
 * -input_zero_point * sum(weight - zero point) already. The window of each output pixel is copied to scratch, padding filled in with the
 * input's zero point.
 */
#ifndef MCUSIM_KERNELS_PLAIN_ASYMMETRIC_H
#define MCUSIM_KERNELS_PLAIN_ASYMMETRIC_H

#include "../requantise.h"

struct asymmetric_rows {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [output][input] */
    const int32_t *bias;        /* per output, input offset folded in */
    int32_t multiplier, shift;  /* one scale for all weights */
    int32_t batches, inputs, outputs, weight_zero_point, output_zero_point, clamp_min, clamp_max, dsp;
};

struct asymmetric_conv_2d {
    const int8_t *input;
    int8_t *output, *scratch; /* a window */
    const int8_t *weights;    /* [output channel][kernel row][kernel column][input channel]; the rest as in struct asymmetric_rows */
    const int32_t *bias;
    int32_t multiplier, shift;
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, weight_zero_point, output_zero_point, clamp_min, clamp_max, dsp;
};

/* The sums of count (1 or 2) neighbouring outputs for each of rows (1 or 2) rows of values: of row r, output o in sums[2 * r + o]. */
ALWAYS_INLINE void asymmetric_products(
    const int8_t *values, const int8_t *weights, int32_t inputs, int32_t rows, int32_t count, int32_t dsp, int32_t *sums)
{
    int32_t i = 0;
    for (; dsp && i + 4 <= inputs; i += 4) {
        uint32_t even[2], odd[2];
        for (int32_t r = 0; r < rows; r++) {
            const uint32_t four = load_word(values + r * inputs + i);
            even[r] = sxtb16(four);
            odd[r] = sxtb16_ror8(four);
        }
        for (int32_t o = 0; o < count; o++) {
            const uint32_t four = load_word(weights + o * inputs + i), even_weights = sxtb16(four), odd_weights = sxtb16_ror8(four);
            for (int32_t r = 0; r < rows; r++)
                sums[2 * r + o] = smlad(odd[r], odd_weights, smlad(even[r], even_weights, sums[2 * r + o]));
        }
    }
#pragma GCC unroll 4
    for (; i < inputs; i++)
        for (int32_t r = 0; r < rows; r++)
            for (int32_t o = 0; o < count; o++)
                sums[2 * r + o] += values[r * inputs + i] * weights[o * inputs + i];
}

/* count neighbouring outputs of rows rows; totals are the sums of each row's values times the weights' zero point. */
ALWAYS_INLINE void asymmetric_block(
    const struct asymmetric_rows *layer, const int8_t *values, int8_t *output, const int32_t *totals, int32_t rows, int32_t first, int32_t count)
{
    int32_t sums[4] = {0};
    asymmetric_products(values, layer->weights + first * layer->inputs, layer->inputs, rows, count, layer->dsp, sums);
#pragma GCC unroll 2
    for (int32_t r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (int32_t o = 0; o < count; o++) {
            const int32_t channel = first + o, sum = sums[2 * r + o] + layer->bias[channel] - totals[r];
            const int32_t value = requantise(sum, layer->multiplier, layer->shift) + layer->output_zero_point;
            output[r * layer->outputs + channel] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
        }
}

/* All outputs of one or two rows of values. */
ALWAYS_INLINE void asymmetric_rows(const struct asymmetric_rows *layer, const int8_t *values, int8_t *output, int32_t rows)
{
    int32_t totals[2] = {0};
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t i = 0; i < layer->inputs; i++)
            totals[r] += values[r * layer->inputs + i];
        totals[r] *= layer->weight_zero_point;
    }
    int32_t first = 0;
    for (; first + 2 <= layer->outputs; first += 2)
        asymmetric_block(layer, values, output, totals, rows, first, 2);
    for (; first < layer->outputs; first++)
        asymmetric_block(layer, values, output, totals, rows, first, 1);
}

ALWAYS_INLINE void asymmetric_fully_connected(const struct asymmetric_rows layer)
{
    int32_t row = 0;
    for (; row + 2 <= layer.batches; row += 2)
        asymmetric_rows(&layer, layer.input + row * layer.inputs, layer.output + row * layer.outputs, 2);
    for (; row < layer.batches; row++)
        asymmetric_rows(&layer, layer.input + row * layer.inputs, layer.output + row * layer.outputs, 1);
}

/* Copies the window whose first tap is at row top and column left. */
ALWAYS_INLINE void asymmetric_copy_window(const struct asymmetric_conv_2d *layer, const int8_t *image, int32_t top, int32_t left)
{
    int8_t *to = layer->scratch;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        const int32_t y = top + ky * layer->dilation_y;
        for (int32_t kx = 0; kx < layer->kernel_width; kx++) {
            const int32_t x = left + kx * layer->dilation_x;
            const int inside = y >= 0 && y < layer->input_height && x >= 0 && x < layer->input_width;
            for (int32_t c = 0; c < layer->input_channels; c++)
                *to++ = inside ? image[(y * layer->input_width + x) * layer->input_channels + c] : (int8_t)layer->input_zero_point;
        }
    }
}

ALWAYS_INLINE void asymmetric_conv_2d(const struct asymmetric_conv_2d layer)
{
    const struct asymmetric_rows rows = {
        layer.input, layer.output, layer.weights, layer.bias, layer.multiplier, layer.shift, 1,
        layer.kernel_height * layer.kernel_width * layer.input_channels, layer.output_channels, layer.weight_zero_point,
        layer.output_zero_point, layer.clamp_min, layer.clamp_max, layer.dsp};
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                asymmetric_copy_window(&layer, image, oy * layer.stride_y - layer.pad_top, ox * layer.stride_x - layer.pad_left);
                asymmetric_rows(&rows, layer.scratch, output, 1);
                output += layer.output_channels;
            }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
