/*
 * DEPTHWISE_CONV_2D with one filter per channel, pixel by pixel, four neighbouring channels at a time: values and weights are read word by
 * word as they lie. For outputs of few pixels, where gathering a channel's plane does not pay.
 * At least four channels: the last four may have been computed in part already.
 */
#ifndef MCUSIM_KERNELS_PLAIN_DEPTHWISE_CHANNELS_H
#define MCUSIM_KERNELS_PLAIN_DEPTHWISE_CHANNELS_H

#include "../requantise.h"

struct depthwise_channels {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [kernel row][kernel column][channel] */
    const int32_t *bias;        /* per channel, input offset folded in: taps outside the image read the zero point */
    const int32_t *multipliers; /* per channel */
    const int8_t *shifts;       /* per channel */
    int32_t input_height, input_width, channels, output_height, output_width;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

/* Whether a window may lie in part outside the image. */
ALWAYS_INLINE int depthwise_channels_padded(const struct depthwise_channels *layer)
{
    const int32_t bottom = (layer->output_height - 1) * layer->stride_y - layer->pad_top + (layer->kernel_height - 1) * layer->dilation_y;
    const int32_t right = (layer->output_width - 1) * layer->stride_x - layer->pad_left + (layer->kernel_width - 1) * layer->dilation_x;
    return layer->pad_top > 0 || layer->pad_left > 0 || bottom >= layer->input_height || right >= layer->input_width;
}

/* Adds the products of four values with four weights. */
ALWAYS_INLINE void depthwise_channels_tap(int32_t sums[4], uint32_t values, uint32_t weights)
{
#if defined(__ARM_FEATURE_DSP)
    const uint32_t even = sxtb16(values), odd = sxtb16_ror8(values), even_weights = sxtb16(weights), odd_weights = sxtb16_ror8(weights);
    sums[0] = smlabb(even, even_weights, sums[0]);
    sums[1] = smlabb(odd, odd_weights, sums[1]);
    sums[2] = smlatt(even, even_weights, sums[2]);
    sums[3] = smlatt(odd, odd_weights, sums[3]);
#elif defined(__ARM_ARCH_6M__) /* sums stay in the upper registers, where only additions reach them */
    uint32_t value, weight;
    __asm__(".syntax unified\n\t"
            "sxtb %2, %0\n\tsxtb %3, %1\n\tmuls %2, %3\n\tadd %4, %2\n\tasrs %0, #8\n\tasrs %1, #8\n\t"
            "sxtb %2, %0\n\tsxtb %3, %1\n\tmuls %2, %3\n\tadd %5, %2\n\tasrs %0, #8\n\tasrs %1, #8\n\t"
            "sxtb %2, %0\n\tsxtb %3, %1\n\tmuls %2, %3\n\tadd %6, %2\n\tasrs %0, #8\n\tasrs %1, #8\n\t"
            "muls %0, %1\n\tadd %7, %0"
            : "+l"(values), "+l"(weights), "=&l"(value), "=&l"(weight), "+h"(sums[0]), "+h"(sums[1]), "+h"(sums[2]), "+h"(sums[3])
            :
            : "cc");
#else
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++)
        sums[i] = wrapping_add(sums[i], (int8_t)(values >> (8 * i)) * (int8_t)(weights >> (8 * i)));
#endif
}

/* The outputs of channels c to c + 3 of the window whose first tap lies at row top and column left. */
ALWAYS_INLINE void depthwise_channels_four(const struct depthwise_channels *layer, int8_t *output, int32_t top, int32_t left, int32_t c)
{
    const uint32_t padding = (uint32_t)(layer->input_zero_point & 0xFF) * 0x01010101u;
    const int padded = depthwise_channels_padded(layer);
    const int8_t *weights = layer->weights + c;
    int32_t sums[4] = {layer->bias[c], layer->bias[c + 1], layer->bias[c + 2], layer->bias[c + 3]};
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        const int32_t y = top + ky * layer->dilation_y;
#pragma GCC unroll 5
        for (int32_t kx = 0; kx < layer->kernel_width; kx++, weights += layer->channels) {
            const int32_t x = left + kx * layer->dilation_x;
            const int inside = !padded || (y >= 0 && y < layer->input_height && x >= 0 && x < layer->input_width);
            depthwise_channels_tap(sums, inside ? load_word(layer->input + (y * layer->input_width + x) * layer->channels + c) : padding, load_word(weights));
        }
    }
    for (int32_t i = 0; i < 4; i++) {
        const int32_t value = requantise(sums[i], layer->multipliers[c + i], layer->shifts[c + i]) + layer->output_zero_point;
        output[c + i] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
    }
}

ALWAYS_INLINE void depthwise_channels(const struct depthwise_channels layer)
{
    int8_t *output = layer.output;
    for (int32_t oy = 0; oy < layer.output_height; oy++)
        for (int32_t ox = 0; ox < layer.output_width; ox++, output += layer.channels)
            for (int32_t c = 0; c < layer.channels; c += 4)
                depthwise_channels_four(
                    &layer, output, oy * layer.stride_y - layer.pad_top, ox * layer.stride_x - layer.pad_left, min32(c, layer.channels - 4));
}

#endif
