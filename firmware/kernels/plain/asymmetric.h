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
    const int32_t *multipliers; /* per output */
    const int8_t *shifts;       /* per output */
    int32_t batches, inputs, outputs, weight_zero_point, output_zero_point, clamp_min, clamp_max, dsp;
};

struct asymmetric_conv_2d {
    const int8_t *input;
    int8_t *output, *scratch; /* a window */
    const int8_t *weights;    /* [output channel][kernel row][kernel column][input channel]; the rest as in struct asymmetric_rows */
    const int32_t *bias, *multipliers;
    const int8_t *shifts;
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, weight_zero_point, output_zero_point, clamp_min, clamp_max, dsp;
};

/* Adds the products of values with the weights of count (1 or 2) outputs; with DSP instructions where the core has them. */
ALWAYS_INLINE void asymmetric_products(
    const int8_t *values, const int8_t *weights, int32_t inputs, int32_t count, int32_t dsp, int32_t *sums)
{
    int32_t i = 0;
    for (; dsp && i + 4 <= inputs; i += 4) {
        const uint32_t four = load_word(values + i), even = sxtb16(four), odd = sxtb16_ror8(four);
        for (int32_t o = 0; o < count; o++) {
            const uint32_t row = load_word(weights + o * inputs + i);
            sums[o] = smlad(odd, sxtb16_ror8(row), smlad(even, sxtb16(row), sums[o]));
        }
    }
#pragma GCC unroll 4
    for (; i < inputs; i++)
        for (int32_t o = 0; o < count; o++)
            sums[o] += values[i] * weights[o * inputs + i];
}

/* All outputs of one row of values. */
ALWAYS_INLINE void asymmetric_row(const struct asymmetric_rows *layer, const int8_t *values, int8_t *output)
{
    int32_t total = 0;
    for (int32_t i = 0; i < layer->inputs; i++)
        total += values[i];
    total *= layer->weight_zero_point;
    for (int32_t first = 0; first < layer->outputs; first += 2) {
        const int32_t count = first + 2 <= layer->outputs ? 2 : 1;
        int32_t sums[2] = {layer->bias[first], count > 1 ? layer->bias[first + 1] : 0};
        if (count > 1)
            asymmetric_products(values, layer->weights + first * layer->inputs, layer->inputs, 2, layer->dsp, sums);
        else
            asymmetric_products(values, layer->weights + first * layer->inputs, layer->inputs, 1, layer->dsp, sums);
        for (int32_t o = 0; o < count; o++) {
            const int32_t channel = first + o;
            const int32_t value =
                requantise(sums[o] - total, layer->multipliers[channel], layer->shifts[channel]) + layer->output_zero_point;
            output[channel] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
        }
    }
}

ALWAYS_INLINE void asymmetric_fully_connected(const struct asymmetric_rows layer)
{
    for (int32_t batch = 0; batch < layer.batches; batch++)
        asymmetric_row(&layer, layer.input + batch * layer.inputs, layer.output + batch * layer.outputs);
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
        layer.input, layer.output, layer.weights, layer.bias, layer.multipliers, layer.shifts, 1,
        layer.kernel_height * layer.kernel_width * layer.input_channels, layer.output_channels, layer.weight_zero_point,
        layer.output_zero_point, layer.clamp_min, layer.clamp_max, layer.dsp};
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                asymmetric_copy_window(&layer, image, oy * layer.stride_y - layer.pad_top, ox * layer.stride_x - layer.pad_left);
                asymmetric_row(&rows, layer.scratch, output);
                output += layer.output_channels;
            }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
