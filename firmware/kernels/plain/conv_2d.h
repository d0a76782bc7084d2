/*
 * CONV_2D in plain C, any window, stride, dilation and number of groups. The bias holds -input_zero_point * sum(weights) already, so a
 * tap inside the image costs one multiply; a tap outside reads the zero point.
 */
#ifndef MCUSIM_KERNELS_PLAIN_CONV_2D_H
#define MCUSIM_KERNELS_PLAIN_CONV_2D_H

#include "../requantise.h"

struct conv_2d {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [output channel][kernel row][kernel column][channel of the group] */
    const int32_t *bias;        /* per output channel, input offset folded in */
    const int32_t *multipliers; /* per output channel */
    const int8_t *shifts;       /* per output channel */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels, groups;
    int32_t descending; /* whether the last pixel comes first, so that the output may run into the end of the input */
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

/* The taps of one window with the weights of count (1 or 2) neighbouring output channels, added to as many sums. */
ALWAYS_INLINE void conv_2d_window(
    const struct conv_2d *layer, const int8_t *image, const int8_t *weights, int32_t top, int32_t left, int32_t depth, int32_t count,
    int32_t *sums)
{
    const int32_t filter_size = layer->kernel_height * layer->kernel_width * depth;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        const int32_t y = top + ky * layer->dilation_y;
        for (int32_t kx = 0; kx < layer->kernel_width; kx++) {
            const int32_t x = left + kx * layer->dilation_x;
            if (y >= 0 && y < layer->input_height && x >= 0 && x < layer->input_width) {
                const int8_t *pixel = image + (y * layer->input_width + x) * layer->input_channels;
#pragma GCC unroll 4
                for (int32_t c = 0; c < depth; c++)
                    for (int32_t o = 0; o < count; o++)
                        sums[o] += pixel[c] * weights[o * filter_size + c];
            } else {
                for (int32_t c = 0; c < depth; c++)
                    for (int32_t o = 0; o < count; o++)
                        sums[o] += layer->input_zero_point * weights[o * filter_size + c];
            }
            weights += depth;
        }
    }
}

/* count neighbouring output channels, from oc on, of the output pixel whose window starts at row top and column left. */
ALWAYS_INLINE void conv_2d_channels(
    const struct conv_2d *layer, const int8_t *image, int8_t *output, int32_t top, int32_t left, int32_t oc, int32_t count)
{
    const int32_t depth = layer->input_channels / layer->groups;
    const int32_t filters_per_group = layer->output_channels / layer->groups;
    const int32_t filter_size = layer->kernel_height * layer->kernel_width * depth;
    int32_t sums[2] = {layer->bias[oc], count > 1 ? layer->bias[oc + 1] : 0};
    conv_2d_window(
        layer, image + oc / filters_per_group * depth, layer->weights + oc * filter_size, top, left, depth, count, sums);
    for (int32_t o = 0; o < count; o++) {
        int32_t value = requantise(sums[o], layer->multipliers[oc + o], layer->shifts[oc + o]) + layer->output_zero_point;
        output[oc + o] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
    }
}

/* One output pixel, all channels. */
ALWAYS_INLINE void conv_2d_pixel(const struct conv_2d *layer, const int8_t *image, int8_t *output, int32_t oy, int32_t ox)
{
    const int32_t top = oy * layer->stride_y - layer->pad_top, left = ox * layer->stride_x - layer->pad_left;
    int32_t oc = 0;
    if (layer->groups == 1)
        for (; oc + 2 <= layer->output_channels; oc += 2)
            conv_2d_channels(layer, image, output, top, left, oc, 2);
    for (; oc < layer->output_channels; oc++)
        conv_2d_channels(layer, image, output, top, left, oc, 1);
}

ALWAYS_INLINE void conv_2d(const struct conv_2d layer)
{
    const int8_t *image = layer.input;
    int8_t *outputs = layer.output;
    const int32_t rows = layer.output_height, columns = layer.output_width;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t i = 0; i < rows; i++) {
            const int32_t oy = layer.descending ? rows - 1 - i : i;
            for (int32_t j = 0; j < columns; j++) {
                const int32_t ox = layer.descending ? columns - 1 - j : j;
                conv_2d_pixel(&layer, image, outputs + (oy * columns + ox) * layer.output_channels, oy, ox);
            }
        }
        image += layer.input_height * layer.input_width * layer.input_channels;
        outputs += rows * columns * layer.output_channels;
    }
}

#endif
