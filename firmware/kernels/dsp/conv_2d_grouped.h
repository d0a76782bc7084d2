/*
 * CONV_2D with groups of channels: per group, the windows of four pixels (or one) are widened and go through matmul.h; its outputs come to lie
 * between those of the other groups.
 * Scratch: 32 bytes per four values of a window, four times a group's outputs, and the window itself, each rounded up to words.
 */
#ifndef MCUSIM_KERNELS_DSP_CONV_2D_GROUPED_H
#define MCUSIM_KERNELS_DSP_CONV_2D_GROUPED_H

#include "matmul.h"

struct conv_2d_grouped {
    const int8_t *input;
    int8_t *output;
    lanes *scratch;
    const int8_t *weights; /* group after group, as in struct matmul */
    const void *pairs;     /* group after group */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels, groups;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, clamp_min, clamp_max;
    enum activation activation;
};

/* A group's channels of the window whose first tap is at row top and column left: where they lie side by side, or copied with padding. */
ALWAYS_INLINE const int8_t *grouped_window(
    const struct conv_2d_grouped *layer, int8_t *copy, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t depth = layer->input_channels / layer->groups;
    const int8_t *const first = image + (top * layer->input_width + left) * layer->input_channels;
    if (layer->kernel_height == 1 && layer->kernel_width == 1 && top >= 0 && top < layer->input_height && left >= 0 && left < layer->input_width)
        return first;
    int8_t *to = copy;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++)
        for (int32_t kx = 0; kx < layer->kernel_width; kx++, to += depth) {
            const int32_t y = top + ky * layer->dilation_y, x = left + kx * layer->dilation_x;
            if (y < 0 || y >= layer->input_height || x < 0 || x >= layer->input_width)
                __builtin_memset(to, layer->input_zero_point, (size_t)depth);
            else
                __builtin_memcpy(to, first + (ky * layer->dilation_y * layer->input_width + kx * layer->dilation_x) * layer->input_channels, (size_t)depth);
        }
    return copy;
}

/* The outputs of count (4 or 1) pixels in one group; image begins with the group's channels, output is where the first pixel's lie. */
ALWAYS_INLINE void grouped_pixels(
    const struct conv_2d_grouped *layer, const struct matmul *matmul, const int8_t *image, int8_t *output, int32_t pixel, int32_t count)
{
    int8_t *const sums = (int8_t *)(layer->scratch + 8 * matmul->fours), *const copy = sums + (4 * matmul->outputs + 3) / 4 * 4;
    const int32_t values = layer->kernel_height * layer->kernel_width * (layer->input_channels / layer->groups);
    for (int32_t p = 0; p < count; p++) {
        const int32_t top = (pixel + p) / layer->output_width * layer->stride_y - layer->pad_top;
        const int32_t left = (pixel + p) % layer->output_width * layer->stride_x - layer->pad_left;
        widen_one(layer->scratch + p, grouped_window(layer, copy, image, top, left), values, count, 2 * count);
    }
    if (count == 4)
        matmul_four(matmul, layer->scratch, sums, layer->activation);
    else
        mcusim_matmul_one(matmul, layer->scratch, sums);
    for (int32_t p = 0; p < count; p++)
        __builtin_memcpy(output + p * layer->output_channels, sums + p * matmul->outputs, (size_t)matmul->outputs);
}

ALWAYS_INLINE void conv_2d_grouped(const struct conv_2d_grouped layer)
{
    const int32_t depth = layer.input_channels / layer.groups, outputs = layer.output_channels / layer.groups;
    const int32_t fours = (layer.kernel_height * layer.kernel_width * depth + 3) / 4, pairs = (outputs + 1) / 2;
    const int32_t pixels = layer.output_height * layer.output_width, whole = fours > 1 ? pixels / 4 * 4 : 0;
    for (int32_t batch = 0; batch < layer.batches; batch++)
        for (int32_t group = 0; group < layer.groups; group++) {
            const struct matmul matmul = {layer.weights + group * pairs * fours * 8, (const struct channel_pair *)layer.pairs + group * pairs,
                                          fours, outputs, layer.clamp_min, layer.clamp_max};
            const int8_t *const image =
                layer.input + batch * layer.input_height * layer.input_width * layer.input_channels + group * depth;
            int8_t *const output = layer.output + batch * pixels * layer.output_channels + group * outputs;
            for (int32_t pixel = 0; pixel < whole; pixel += 4)
                grouped_pixels(&layer, &matmul, image, output + pixel * layer.output_channels, pixel, 4);
            for (int32_t pixel = whole; pixel < pixels; pixel++)
                grouped_pixels(&layer, &matmul, image, output + pixel * layer.output_channels, pixel, 1);
        }
}

#endif
