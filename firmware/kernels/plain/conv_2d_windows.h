/*
 * CONV_2D of any window in plain C: the windows of two pixels are copied side by side, with the padding filled in, and multiplied with two
 * channels at a time as in conv_1x1_blocks.h. For cores without DSP instructions.
 * Scratch: the bytes of two windows.
 */
#ifndef MCUSIM_KERNELS_PLAIN_CONV_2D_WINDOWS_H
#define MCUSIM_KERNELS_PLAIN_CONV_2D_WINDOWS_H

#include "conv_1x1_blocks.h"

struct conv_2d_windows {
    const int8_t *input;
    int8_t *output;
    int8_t *scratch;
    const int8_t *weights;      /* [output channel][kernel row][kernel column][input channel] */
    const int32_t *bias;        /* per output channel, input offset folded in */
    const int32_t *multipliers; /* per output channel */
    const int8_t *shifts;       /* per output channel */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

ALWAYS_INLINE void conv_2d_windows_copy(
    const struct conv_2d_windows *layer, int8_t *window, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t channels = layer->input_channels;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        const int32_t y = top + ky * layer->dilation_y, inside = y >= 0 && y < layer->input_height;
        for (int32_t kx = 0; kx < layer->kernel_width; kx++) {
            const int32_t x = left + kx * layer->dilation_x;
            if (inside && x >= 0 && x < layer->input_width) {
                const int8_t *values = image + (y * layer->input_width + x) * channels;
                for (int32_t c = 0; c < channels; c++)
                    *window++ = values[c];
            } else {
                for (int32_t c = 0; c < channels; c++)
                    *window++ = (int8_t)layer->input_zero_point;
            }
        }
    }
}

ALWAYS_INLINE void conv_2d_windows(const struct conv_2d_windows layer)
{
    const int32_t values = layer.kernel_height * layer.kernel_width * layer.input_channels, pixels = layer.output_height * layer.output_width;
    struct conv_1x1_blocks blocks = {
        .input = layer.scratch, .output = layer.output, .weights = layer.weights, .bias = layer.bias, .multipliers = layer.multipliers,
        .shifts = layer.shifts, .inputs = values, .outputs = layer.output_channels, .output_zero_point = layer.output_zero_point,
        .clamp_min = layer.clamp_min, .clamp_max = layer.clamp_max};
    const int8_t *image = layer.input;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        int32_t ox = 0, top = -layer.pad_top, left = -layer.pad_left;
        for (int32_t pixel = 0; pixel < pixels; pixel += 2) {
            const int32_t together = min32(2, pixels - pixel);
            for (int32_t i = 0; i < together; i++) {
                conv_2d_windows_copy(&layer, layer.scratch + i * values, image, top, left);
                left += layer.stride_x;
                if (++ox == layer.output_width)
                    ox = 0, top += layer.stride_y, left = -layer.pad_left;
            }
            if (together == 2)
                conv_1x1_pixels(&blocks, 0, 2);
            else
                conv_1x1_pixels(&blocks, 0, 1);
            blocks.output += together * layer.output_channels;
        }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
