/*
 * TRANSPOSE_CONV in plain C: each output pixel gathers the input pixels whose kernel reaches it.
 * Source of the arithmetic: TensorFlow Lite reference/integer_ops/transpose_conv.h.
 */
#ifndef MCUSIM_KERNELS_PLAIN_TRANSPOSE_CONV_H
#define MCUSIM_KERNELS_PLAIN_TRANSPOSE_CONV_H

#include "../requantise.h"

struct transpose_conv {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights; /* [output channel][kernel row][kernel column][input channel] */
    const int32_t *bias;
    const int32_t *multipliers;
    const int8_t *shifts;
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

ALWAYS_INLINE int32_t transpose_conv_sum(const struct transpose_conv *layer, const int8_t *image, int32_t top, int32_t left, int32_t channel)
{
    int32_t sum = layer->bias[channel];
    const int8_t *weights = layer->weights + channel * layer->kernel_height * layer->kernel_width * layer->input_channels;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++)
        for (int32_t kx = 0; kx < layer->kernel_width; kx++, weights += layer->input_channels) {
            int32_t y = top - ky, x = left - kx;
            if (y < 0 || x < 0 || y % layer->stride_y != 0 || x % layer->stride_x != 0)
                continue;
            y /= layer->stride_y;
            x /= layer->stride_x;
            if (y >= layer->input_height || x >= layer->input_width)
                continue;
            const int8_t *pixel = image + (y * layer->input_width + x) * layer->input_channels;
            for (int32_t c = 0; c < layer->input_channels; c++)
                sum += (pixel[c] - layer->input_zero_point) * weights[c];
        }
    return sum;
}

ALWAYS_INLINE void transpose_conv(const struct transpose_conv layer)
{
    int8_t *output = layer.output;
    for (int32_t n = 0; n < layer.batches; n++) {
        const int8_t *image = layer.input + n * layer.input_height * layer.input_width * layer.input_channels;
        for (int32_t y = 0; y < layer.output_height; y++)
            for (int32_t x = 0; x < layer.output_width; x++)
                for (int32_t c = 0; c < layer.output_channels; c++) {
                    int32_t value = transpose_conv_sum(&layer, image, y + layer.pad_top, x + layer.pad_left, c);
                    value = requantise(value, layer.multipliers[c], layer.shifts[c]) + layer.output_zero_point;
                    *output++ = (int8_t)clamp(value, layer.clamp_min, layer.clamp_max);
                }
    }
}

#endif
