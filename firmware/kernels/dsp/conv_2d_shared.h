/*
 * CONV_2D with a window of three columns, stride 1 along them, as a matrix product over four pixels side by side: their windows share six
 * columns of the image, which are widened once (widen.h) instead of as often as a pixel reads them. The last four pixels of a row may overlap
 * the four before. Input channels are a multiple of four, output columns at least four.
 * Scratch: 12 bytes per input channel and kernel row.
 */
#ifndef MCUSIM_KERNELS_DSP_CONV_2D_SHARED_H
#define MCUSIM_KERNELS_DSP_CONV_2D_SHARED_H

#include "matmul.h"

struct conv_2d_shared {
    const int8_t *input;
    int8_t *output;
    lanes *scratch;
    const int8_t *weights; /* as in struct matmul: per kernel row, per four input channels, per column */
    const void *pairs;
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, stride_y, dilation_y, pad_top, pad_left;
    int32_t input_zero_point, clamp_min, clamp_max;
    enum activation activation;
};

ALWAYS_INLINE void conv_2d_shared_pad(const struct conv_2d_shared *layer, lanes *column)
{
    const uint32_t padding = (uint32_t)(uint8_t)layer->input_zero_point * 0x01010101u;
    for (int32_t c = 0; c < layer->input_channels; c += 4, column += 12) {
        column[0] = widen_odd(padding);
        column[6] = widen_even(padding);
    }
}

/* Widens the six columns of each kernel row, the first at row top and column left of the image. */
ALWAYS_INLINE void conv_2d_shared_widen(const struct conv_2d_shared *layer, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t channels = layer->input_channels;
    lanes *row = layer->scratch;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++, row += 3 * channels) {
        const int32_t y = top + ky * layer->dilation_y, inside = y >= 0 && y < layer->input_height;
        const int8_t *values = image + (y * layer->input_width + left) * channels;
        for (int32_t x = 0; x < 6; x++, values += channels)
            if (inside && left + x >= 0 && left + x < layer->input_width)
                widen_one(row + x, values, channels, 6, 12);
            else
                conv_2d_shared_pad(layer, row + x);
    }
}

ALWAYS_INLINE void conv_2d_shared(const struct conv_2d_shared layer)
{
    const struct matmul matmul = {
        layer.weights, layer.pairs, layer.kernel_height * (layer.input_channels / 4), layer.output_channels, layer.clamp_min, layer.clamp_max};
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t next = 0; next < layer.output_width; next += 4) {
                const int32_t ox = min32(next, layer.output_width - 4);
                conv_2d_shared_widen(&layer, image, oy * layer.stride_y - layer.pad_top, ox - layer.pad_left);
                matmul_shared(&matmul, layer.scratch, output + (oy * layer.output_width + ox) * layer.output_channels, layer.activation);
            }
        image += layer.input_height * layer.input_width * layer.input_channels;
        output += layer.output_height * layer.output_width * layer.output_channels;
    }
}

#endif
