/*
 * CONV_2D of any window as a matrix product: the window of each output pixel is laid out as one row of values and widened (widen.h), four
 * pixels at a time. A kernel row is contiguous in NHWC, so windows inside the image are widened straight from the input; others are first
 * copied, with the padding filled in.
 * Scratch: 36 bytes per four values of a window, rounded up; 12 where pixels go one at a time.
 */
#ifndef MCUSIM_KERNELS_DSP_CONV_2D_MATMUL_H
#define MCUSIM_KERNELS_DSP_CONV_2D_MATMUL_H

#include "matmul.h"

struct conv_2d_matmul {
    const int8_t *input;
    int8_t *output;
    lanes *scratch;
    const int8_t *weights; /* as in struct matmul; the values are those of the window in the order of conv_2d_fours */
    const void *pairs;
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t pixels_at_once; /* 4 or 1 */
    int32_t input_zero_point, clamp_min, clamp_max;
    enum activation activation;
};

/* The window whose first tap is at row top and column left, copied with padding. */
ALWAYS_INLINE void conv_2d_copy_window(
    const struct conv_2d_matmul *layer, int8_t *window, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t channels = layer->input_channels, row_bytes = layer->kernel_width * channels;
    const int32_t right = left + (layer->kernel_width - 1) * layer->dilation_x;
    const int32_t dense = layer->dilation_x == 1 && left >= 0 && right < layer->input_width;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        const int32_t y = top + ky * layer->dilation_y;
        const int8_t *row = image + y * layer->input_width * channels;
        if (y < 0 || y >= layer->input_height) {
            __builtin_memset(window, layer->input_zero_point, (size_t)row_bytes);
            window += row_bytes;
        } else if (dense) {
            __builtin_memcpy(window, row + left * channels, (size_t)row_bytes);
            window += row_bytes;
        } else {
            for (int32_t x = left; x <= right; x += layer->dilation_x, window += channels)
                if (x < 0 || x >= layer->input_width)
                    __builtin_memset(window, layer->input_zero_point, (size_t)channels);
                else
                    __builtin_memcpy(window, row + x * channels, (size_t)channels);
        }
    }
}

/* An output pixel: its column, and the input row and column of its window's first tap. */
struct conv_2d_position {
    int32_t ox, top, left;
};

ALWAYS_INLINE void conv_2d_advance(const struct conv_2d_matmul *layer, struct conv_2d_position *at, int32_t pixels)
{
    at->ox += pixels;
    at->left += pixels * layer->stride_x;
    if (at->ox == layer->output_width)
        *at = (struct conv_2d_position){0, at->top + layer->stride_y, -layer->pad_left};
}

/* Whether four windows side by side lie inside the image from left to right and are whole words per kernel row. */
ALWAYS_INLINE int32_t conv_2d_is_dense(const struct conv_2d_matmul *layer, struct conv_2d_position at)
{
    return layer->dilation_x == 1 && layer->kernel_width * layer->input_channels % 4 == 0 && at.ox + 4 <= layer->output_width
           && at.left >= 0 && at.left + 3 * layer->stride_x + layer->kernel_width <= layer->input_width;
}

ALWAYS_INLINE void conv_2d_widen_dense(
    const struct conv_2d_matmul *layer, lanes *columns, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t channels = layer->input_channels, row_bytes = layer->kernel_width * channels;
    const uint32_t padding = (uint32_t)(uint8_t)layer->input_zero_point * 0x01010101u;
    for (int32_t ky = 0; ky < layer->kernel_height; ky++, columns += 2 * row_bytes) {
        const int32_t y = top + ky * layer->dilation_y;
        if (y >= 0 && y < layer->input_height)
            widen_four(columns, image + (y * layer->input_width + left) * channels, row_bytes, layer->stride_x * channels);
        else
            for (int32_t i = 0; i < 2 * row_bytes; i++)
                columns[i] = i & 4 ? widen_even(padding) : widen_odd(padding);
    }
}

/* Values of a window in fours: whole words of every kernel row, then what is left of the rows together. */
ALWAYS_INLINE int32_t conv_2d_fours(const struct conv_2d_matmul *layer)
{
    const int32_t row_bytes = layer->kernel_width * layer->input_channels;
    return layer->kernel_height * (row_bytes / 4) + (layer->kernel_height * (row_bytes % 4) + 3) / 4;
}

/* Widens one window, whose kernel rows are row_step bytes apart, in the order of conv_2d_fours. */
ALWAYS_INLINE void conv_2d_widen_window(
    const struct conv_2d_matmul *layer, lanes *column, const int8_t *rows, int32_t row_step, int32_t group)
{
    const int32_t row_bytes = layer->kernel_width * layer->input_channels, words = row_bytes / 4, rest = row_bytes % 4;
#pragma GCC unroll 3
    for (int32_t ky = 0; ky < layer->kernel_height; ky++)
#pragma GCC unroll 4
        for (int32_t i = 0; i < words; i++, column += 2 * group) {
            const uint32_t word = load_word(rows + ky * row_step + 4 * i);
            column[0] = widen_odd(word);
            column[group] = widen_even(word);
        }
    const int8_t *const ends = rows + 4 * words;
#pragma GCC unroll 6
    for (int32_t i = 0; i < layer->kernel_height * rest; i += 4, column += 2 * group) {
        uint32_t word = 0;
#pragma GCC unroll 4
        for (int32_t j = 0; j < min32(4, layer->kernel_height * rest - i); j++)
            word |= (uint32_t)(uint8_t)ends[(i + j) / rest * row_step + (i + j) % rest] << (8 * j);
        column[0] = widen_odd(word);
        column[group] = widen_even(word);
    }
}

/* Widens a window of an image with kernel rows that are not whole words; copies it first only where it reaches outside. */
ALWAYS_INLINE void conv_2d_widen_ragged(
    const struct conv_2d_matmul *layer, lanes *column, int8_t *copy, const int8_t *image, struct conv_2d_position at, int32_t group)
{
    const int32_t image_row = layer->input_width * layer->input_channels;
    const int32_t bottom = at.top + (layer->kernel_height - 1) * layer->dilation_y, right = at.left + layer->kernel_width - 1;
    const int8_t *rows = image + at.top * image_row + at.left * layer->input_channels;
    int32_t row_step = layer->dilation_y * image_row;
    if (layer->dilation_x > 1 || at.top < 0 || bottom >= layer->input_height || at.left < 0 || right >= layer->input_width) {
        conv_2d_copy_window(layer, copy, image, at.top, at.left);
        rows = copy;
        row_step = layer->kernel_width * layer->input_channels;
    }
    conv_2d_widen_window(layer, column, rows, row_step, group);
}

/* Widens the windows of group (4 or 1) pixels and moves on. */
ALWAYS_INLINE void conv_2d_widen(
    const struct conv_2d_matmul *layer, const int8_t *image, struct conv_2d_position *at, int32_t group)
{
    if (group == 4 && conv_2d_is_dense(layer, *at)) {
        conv_2d_widen_dense(layer, layer->scratch, image, at->top, at->left);
        conv_2d_advance(layer, at, 4);
        return;
    }
    const int32_t row_bytes = layer->kernel_width * layer->input_channels;
    int8_t *const copy = (int8_t *)(layer->scratch + conv_2d_fours(layer) * 2 * group);
    for (int32_t p = 0; p < group; p++) {
        if (row_bytes % 4 != 0) {
            conv_2d_widen_ragged(layer, layer->scratch + p, copy, image, *at, group);
        } else {
            conv_2d_copy_window(layer, copy, image, at->top, at->left);
            widen_one(layer->scratch + p, copy, layer->kernel_height * row_bytes, group, 2 * group);
        }
        conv_2d_advance(layer, at, 1);
    }
}

ALWAYS_INLINE void conv_2d_matmul(const struct conv_2d_matmul layer)
{
    const int32_t pixels = layer.output_height * layer.output_width, fours = layer.pixels_at_once == 4 ? pixels / 4 : 0;
    const struct matmul matmul = {
        layer.weights, layer.pairs, conv_2d_fours(&layer), layer.output_channels, layer.clamp_min, layer.clamp_max};
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        struct conv_2d_position at = {0, -layer.pad_top, -layer.pad_left};
        for (int32_t left = fours; left > 0; left--) {
            conv_2d_widen(&layer, image, &at, 4);
            matmul_four(&matmul, layer.scratch, output, layer.activation);
            output += 4 * layer.output_channels;
        }
        for (int32_t left = pixels - 4 * fours; left > 0; left--) {
            conv_2d_widen(&layer, image, &at, 1);
            mcusim_matmul_one(&matmul, layer.scratch, output);
            output += layer.output_channels;
        }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
