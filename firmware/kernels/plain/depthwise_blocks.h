/*
 * DEPTHWISE_CONV_2D in plain C, any number of filters per channel: a channel's plane is gathered into scratch with its padding, a filter's
 * weights are widened to words, then four outputs side by side are computed at a time, so that a weight loaded serves four products and no
 * tap is tested for padding. The plane holds value + 128, because cores without sign-extending loads at fixed distances add bytes cheaper.
 * The output may take the place of the input when there is one filter per channel and the output has no more pixels.
 * Scratch: the weights, a row of sums, the plane.
 */
#ifndef MCUSIM_KERNELS_PLAIN_DEPTHWISE_BLOCKS_H
#define MCUSIM_KERNELS_PLAIN_DEPTHWISE_BLOCKS_H

#include "../requantise.h"

struct depthwise_blocks {
    const int8_t *input;
    int8_t *output;
    int32_t *scratch;
    const int8_t *weights;      /* [filter][kernel row][kernel column] */
    const int32_t *bias;        /* per filter: bias - (input zero point + 128) * sum of its weights */
    const int32_t *multipliers; /* per filter */
    const int8_t *shifts;       /* per filter */
    int32_t input_height, input_width, channels, filters_per_channel, output_height, output_width;
    int32_t pitch; /* columns of the plane: as many as windows reach */
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

/* Rows of the plane. */
ALWAYS_INLINE int32_t depthwise_blocks_reach(int32_t outputs, int32_t stride, int32_t taps, int32_t dilation)
{
    return (outputs - 1) * stride + (taps - 1) * dilation + 1;
}

/* Copies the part of a channel that windows reach into the plane. */
ALWAYS_INLINE void depthwise_blocks_gather(const struct depthwise_blocks *layer, uint8_t *plane, const int8_t *channel)
{
    const int32_t plane_height = depthwise_blocks_reach(layer->output_height, layer->stride_y, layer->kernel_height, layer->dilation_y);
    const int32_t rows = min32(plane_height - layer->pad_top, layer->input_height);
    const int32_t columns = min32(layer->pitch - layer->pad_left, layer->input_width);
    uint8_t *to = plane + layer->pad_top * layer->pitch + layer->pad_left;
    for (int32_t y = 0; y < rows; y++) {
        const int8_t *from = channel;
#pragma GCC unroll 4
        for (int32_t x = 0; x < columns; x++, from += layer->channels)
            to[x] = (uint8_t)(*from + 128);
        channel += layer->input_width * layer->channels;
        to += layer->pitch;
    }
}

/*
 * Adds the products of one weight with the values of count (up to 4) windows side by side, and moves on to the next weight. Armv6-M has eight
 * registers for arithmetic, which these are: there a value is better loaded for every product than kept.
 */
ALWAYS_INLINE void depthwise_blocks_tap(uint32_t sums[4], const uint8_t *values, const int32_t **weights, int32_t first, int32_t stride, int32_t count)
{
#if defined(__ARM_ARCH_6M__)
    if (count == 4 && first + 3 * stride < 32) {
        uint32_t weight, value;
        __asm__(".syntax unified\n\tldmia %0!, {%1}\n\t"
                "ldrb %2, [%7, %8]\n\tmuls %2, %1\n\tadds %3, %3, %2\n\t"
                "ldrb %2, [%7, %9]\n\tmuls %2, %1\n\tadds %4, %4, %2\n\t"
                "ldrb %2, [%7, %10]\n\tmuls %2, %1\n\tadds %5, %5, %2\n\t"
                "ldrb %2, [%7, %11]\n\tmuls %2, %1\n\tadds %6, %6, %2"
                : "+l"(*weights), "=&l"(weight), "=&l"(value), "+l"(sums[0]), "+l"(sums[1]), "+l"(sums[2]), "+l"(sums[3])
                : "l"(values), "I"(first), "I"(first + stride), "I"(first + 2 * stride), "I"(first + 3 * stride)
                : "cc");
        return;
    }
#endif
    const uint32_t weight = (uint32_t)*(*weights)++;
#pragma GCC unroll 4
    for (int32_t i = 0; i < count; i++) {
#if defined(__ARM_ARCH_6M__)
        if (first + i * stride < 32) {
            uint32_t value;
            __asm__(".syntax unified\n\tldrb %0, [%2, %4]\n\tmuls %0, %3\n\tadds %1, %1, %0"
                    : "=&l"(value), "+l"(sums[i])
                    : "l"(values), "l"(weight), "I"(first + i * stride)
                    : "cc");
            continue;
        }
#endif
        sums[i] += values[first + i * stride] * weight;
    }
}

/* Sums of count windows side by side; modulo 2^32, as the folded bias is. */
ALWAYS_INLINE void depthwise_blocks_sums(
    const struct depthwise_blocks *layer, int32_t *to, const uint8_t *values, const int32_t *weights, int32_t bias, int32_t count)
{
    uint32_t sums[4] = {(uint32_t)bias, (uint32_t)bias, (uint32_t)bias, (uint32_t)bias};
#pragma GCC unroll 5
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
#pragma GCC unroll 9
        for (int32_t kx = 0; kx < layer->kernel_width; kx++)
            depthwise_blocks_tap(sums, values, &weights, kx * layer->dilation_x, layer->stride_x, count);
        values += layer->dilation_y * layer->pitch;
    }
#pragma GCC unroll 4
    for (int32_t i = 0; i < count; i++)
        to[i] = (int32_t)sums[i];
}

/* left: whether the shift is one to the left. */
ALWAYS_INLINE void depthwise_blocks_row(const struct depthwise_blocks *layer, int8_t *output, const int32_t *sums, int32_t multiplier, int32_t shift, int left)
{
    const int32_t filters = layer->channels * layer->filters_per_channel;
    for (const int32_t *const end = sums + layer->output_width; sums != end; sums++, output += filters) {
        const int32_t value = (left ? doubling_high_multiply(shift_left(*sums, shift), multiplier)
                                    : rounding_shift_right_some(doubling_high_multiply(*sums, multiplier), -shift)) + layer->output_zero_point;
        *output = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
    }
}

ALWAYS_INLINE void depthwise_blocks_filter(
    const struct depthwise_blocks *layer, const uint8_t *plane, int32_t *sums, const int32_t *weights, int32_t filter)
{
    const int32_t bias = layer->bias[filter], multiplier = layer->multipliers[filter], shift = layer->shifts[filter];
    const int32_t filters = layer->channels * layer->filters_per_channel, rest = layer->output_width % 4;
    int8_t *output = layer->output + filter;
    for (int32_t oy = 0; oy < layer->output_height; oy++) {
        const uint8_t *values = plane;
        int32_t *sum = sums;
        for (int32_t block = 0; block < layer->output_width / 4; block++) {
            depthwise_blocks_sums(layer, sum, values, weights, bias, 4);
            values += 4 * layer->stride_x;
            sum += 4;
        }
        if (rest > 0)
            depthwise_blocks_sums(layer, sum, values, weights, bias, rest);
        if (shift >= 0)
            depthwise_blocks_row(layer, output, sums, multiplier, shift, 1);
        else
            depthwise_blocks_row(layer, output, sums, multiplier, shift, 0);
        output += layer->output_width * filters;
        plane += layer->stride_y * layer->pitch;
    }
}

ALWAYS_INLINE void depthwise_blocks(const struct depthwise_blocks layer)
{
    const int32_t taps = layer.kernel_height * layer.kernel_width, plane_height = depthwise_blocks_reach(layer.output_height, layer.stride_y, layer.kernel_height, layer.dilation_y);
    int32_t *const words = layer.scratch, *const sums = words + taps;
    uint8_t *const plane = (uint8_t *)(sums + layer.output_width);
    const int8_t *weights = layer.weights;
    for (int32_t i = 0; i < plane_height * layer.pitch; i++)
        plane[i] = (uint8_t)(layer.input_zero_point + 128);
    for (int32_t c = 0; c < layer.channels; c++) {
        depthwise_blocks_gather(&layer, plane, layer.input + c);
        for (int32_t filter = c * layer.filters_per_channel; filter < (c + 1) * layer.filters_per_channel; filter++) {
            for (int32_t i = 0; i < taps; i++)
                words[i] = *weights++;
            depthwise_blocks_filter(&layer, plane, sums, words, filter);
        }
    }
}

#endif
