/*
 * DEPTHWISE_CONV_2D in plain C, one channel at a time: the channel's plane is gathered into scratch with its padding, then the outputs
 * are computed from there and stored. The output may therefore take the place of the input when it has no more pixels (the depth
 * multiplier is 1, so pixel p of channel c is byte p * channels + c in both). Source of the idea: TinyEngine (MCUNet, NeurIPS 2020).
 */
#ifndef MCUSIM_KERNELS_PLAIN_DEPTHWISE_CONV_2D_IN_PLACE_H
#define MCUSIM_KERNELS_PLAIN_DEPTHWISE_CONV_2D_IN_PLACE_H

#include "../requantise.h"

struct depthwise_conv_2d_in_place {
    const int8_t *input;
    int8_t *output;
    int8_t *plane;              /* plane_height * plane_width bytes of scratch */
    const int8_t *weights;      /* [channel][kernel row][kernel column] */
    const int32_t *bias;        /* per channel, input offset folded in */
    const int32_t *multipliers; /* per channel */
    const int8_t *shifts;       /* per channel */
    int32_t input_height, input_width, channels, output_height, output_width, plane_height, plane_width;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

/* Copies the part of a channel that windows reach into the plane. The padding around it is there already. */
ALWAYS_INLINE void depthwise_gather_plane(const struct depthwise_conv_2d_in_place *layer, const int8_t *channel)
{
    int32_t rows = layer->plane_height - layer->pad_top;
    int32_t columns = layer->plane_width - layer->pad_left;
    rows = rows < layer->input_height ? rows : layer->input_height;
    columns = columns < layer->input_width ? columns : layer->input_width;
    for (int32_t y = 0; y < rows; y++) {
        const int8_t *from = channel + y * layer->input_width * layer->channels;
        int8_t *to = layer->plane + (layer->pad_top + y) * layer->plane_width + layer->pad_left;
        for (int32_t x = 0; x < columns; x++)
            to[x] = from[x * layer->channels];
    }
}

ALWAYS_INLINE void depthwise_conv_2d_in_place(const struct depthwise_conv_2d_in_place layer)
{
    for (int32_t i = 0; i < layer.plane_height * layer.plane_width; i++)
        layer.plane[i] = (int8_t)layer.input_zero_point;
    const int8_t *weights = layer.weights;
    for (int32_t c = 0; c < layer.channels; c++) {
        depthwise_gather_plane(&layer, layer.input + c);
        int8_t *output = layer.output + c;
        for (int32_t oy = 0; oy < layer.output_height; oy++) {
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                const int8_t *window = layer.plane + oy * layer.stride_y * layer.plane_width + ox * layer.stride_x;
                int32_t sum = layer.bias[c];
#pragma GCC unroll 3
                for (int32_t ky = 0; ky < layer.kernel_height; ky++)
#pragma GCC unroll 7
                    for (int32_t kx = 0; kx < layer.kernel_width; kx++)
                        sum += window[ky * layer.dilation_y * layer.plane_width + kx * layer.dilation_x]
                            * weights[ky * layer.kernel_width + kx];
                sum = requantise(sum, layer.multipliers[c], layer.shifts[c]) + layer.output_zero_point;
                *output = (int8_t)clamp(sum, layer.clamp_min, layer.clamp_max);
                output += layer.channels;
            }
        }
        weights += layer.kernel_height * layer.kernel_width;
    }
}

#endif
