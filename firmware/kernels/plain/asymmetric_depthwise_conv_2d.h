/*
 * DEPTHWISE_CONV_2D with weights that have a zero point, as networks of uint8 have, any window, stride, dilation and depth multiplier.
 * Taps outside the image add nothing. On cores with DSP instructions four channels at a time, where each has one filter.
 */
#ifndef MCUSIM_KERNELS_PLAIN_ASYMMETRIC_DEPTHWISE_CONV_2D_H
#define MCUSIM_KERNELS_PLAIN_ASYMMETRIC_DEPTHWISE_CONV_2D_H

#include "../requantise.h"

struct asymmetric_depthwise_conv_2d {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [kernel row][kernel column][output channel] */
    const int32_t *bias;        /* per output channel */
    int32_t multiplier, shift;  /* one scale for all weights */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, depth_multiplier;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, weight_zero_point, output_zero_point, clamp_min, clamp_max, dsp;
};

/* The taps [first, first + count) of a window along one dimension that lie inside the image. */
struct taps {
    int32_t first, count;
};

ALWAYS_INLINE struct taps taps_inside(int32_t start, int32_t dilation, int32_t taps, int32_t size)
{
    struct taps inside = {0, 0};
    for (int32_t tap = 0; tap < taps; tap++) {
        const int32_t at = start + tap * dilation;
        inside.first += at < 0;
        inside.count += at >= 0 && at < size;
    }
    return inside;
}

/* The window of one output pixel. */
struct asymmetric_window {
    const int8_t *image;
    struct taps rows, columns;
    int32_t top, left;
};

ALWAYS_INLINE const int8_t *asymmetric_depthwise_value(
    const struct asymmetric_depthwise_conv_2d *layer, const struct asymmetric_window *window, int32_t ky, int32_t kx)
{
    const int32_t y = window->top + ky * layer->dilation_y, x = window->left + kx * layer->dilation_x;
    return window->image + (y * layer->input_width + x) * layer->input_channels;
}

/* The sum of one output channel. */
ALWAYS_INLINE int32_t asymmetric_depthwise_one(
    const struct asymmetric_depthwise_conv_2d *layer, const struct asymmetric_window *window, int32_t output_channels, int32_t channel)
{
    const int32_t tap_step = layer->dilation_x * layer->input_channels;
    int32_t sum = layer->bias[channel];
    for (int32_t ky = window->rows.first; ky < window->rows.first + window->rows.count; ky++) {
        const int32_t kx = window->columns.first;
        const int8_t *value = asymmetric_depthwise_value(layer, window, ky, kx) + channel / layer->depth_multiplier;
        const int8_t *weight = layer->weights + (ky * layer->kernel_width + kx) * output_channels + channel;
        for (int32_t taps = window->columns.count; taps > 0; taps--) {
            sum += (*value - layer->input_zero_point) * (*weight - layer->weight_zero_point);
            value += tap_step;
            weight += output_channels;
        }
    }
    return sum;
}

/* The sums of four neighbouring channels. */
ALWAYS_INLINE void asymmetric_depthwise_four(
    const struct asymmetric_depthwise_conv_2d *layer, const struct asymmetric_window *window, int32_t channel, int32_t *sums)
{
    const uint32_t less = ((uint32_t)-layer->input_zero_point & 0xFFFFu) * 0x10001u;
    const uint32_t less_weight = ((uint32_t)-layer->weight_zero_point & 0xFFFFu) * 0x10001u;
    const int32_t tap_step = layer->dilation_x * layer->input_channels;
    for (int32_t ky = window->rows.first; ky < window->rows.first + window->rows.count; ky++) {
        const int32_t kx = window->columns.first;
        const int8_t *value = asymmetric_depthwise_value(layer, window, ky, kx) + channel;
        const int8_t *weight = layer->weights + (ky * layer->kernel_width + kx) * layer->input_channels + channel;
        for (int32_t taps = window->columns.count; taps > 0; taps--) {
            const uint32_t values = load_word(value), weights = load_word(weight);
            const uint32_t even = sxtab16(less, values), odd = sxtab16_ror8(less, values);
            const uint32_t even_weights = sxtab16(less_weight, weights), odd_weights = sxtab16_ror8(less_weight, weights);
            sums[0] = smlabb(even, even_weights, sums[0]);
            sums[1] = smlabb(odd, odd_weights, sums[1]);
            sums[2] = smlatt(even, even_weights, sums[2]);
            sums[3] = smlatt(odd, odd_weights, sums[3]);
            value += tap_step;
            weight += layer->input_channels;
        }
    }
}

/* One output pixel, all channels. */
ALWAYS_INLINE void asymmetric_depthwise_pixel(
    const struct asymmetric_depthwise_conv_2d *layer, const struct asymmetric_window *window, int8_t *output)
{
    const int32_t output_channels = layer->input_channels * layer->depth_multiplier;
    const int32_t fours = layer->dsp && layer->depth_multiplier == 1 ? output_channels & ~3 : 0;
    for (int32_t first = 0; first < output_channels; first += first < fours ? 4 : 1) {
        const int32_t count = first < fours ? 4 : 1;
        int32_t sums[4];
        if (count == 4) {
#pragma GCC unroll 4
            for (int32_t i = 0; i < 4; i++)
                sums[i] = layer->bias[first + i];
            asymmetric_depthwise_four(layer, window, first, sums);
        } else {
            sums[0] = asymmetric_depthwise_one(layer, window, output_channels, first);
        }
#pragma GCC unroll 4
        for (int32_t i = 0; i < 4; i++) {
            if (i >= count)
                break;
            const int32_t channel = first + i;
            const int32_t value = requantise(sums[i], layer->multiplier, layer->shift) + layer->output_zero_point;
            output[channel] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
        }
    }
}

ALWAYS_INLINE void asymmetric_depthwise_conv_2d(const struct asymmetric_depthwise_conv_2d layer)
{
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                struct asymmetric_window window = {.image = image, .top = oy * layer.stride_y - layer.pad_top, .left = ox * layer.stride_x - layer.pad_left};
                window.rows = taps_inside(window.top, layer.dilation_y, layer.kernel_height, layer.input_height);
                window.columns = taps_inside(window.left, layer.dilation_x, layer.kernel_width, layer.input_width);
                asymmetric_depthwise_pixel(&layer, &window, output);
                output += layer.input_channels * layer.depth_multiplier;
            }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
