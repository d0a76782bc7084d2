/*
 * DEPTHWISE_CONV_2D with one filter per channel, one channel at a time: the channel's plane is gathered into scratch as 16-bit values
 * with its padding, in bands of rows, and convolved from there. A channel's outputs land only on bytes of the same channel, so the
 * output may lie on top of the input. Column stride 1 or 2, no column dilation; rows are free.
 * Scratch: band_rows * pitch * 2 bytes; pitch is even.
 */
#ifndef MCUSIM_KERNELS_DSP_DEPTHWISE_PLANE_H
#define MCUSIM_KERNELS_DSP_DEPTHWISE_PLANE_H

#include "depthwise_3x3.h"
#include "depthwise_four.h"
#include "requantise_scaled.h"

typedef int16_t int16_alias __attribute__((may_alias));

/* Weight words of a channel at work, at most: kernel_height * depthwise_row_words. */
#define DEPTHWISE_MAX_WORDS 64

/* A channel with its own shift. Its sums are kept as 256 times their value, so the bias is 256 * (bias - input zero point * sum of weights). */
struct depthwise_channel {
    int32_t bias;
    struct packed_scale scale;
};

/*
 * A channel of a layer that has one shift s for all channels. The lowest byte of the bias, which would be zero, holds two numbers: how often the
 * sums are halved (three bits), and by how many places s is less than the channel's own shift (three bits). The offset is -255 * 2^(s-1) + (2^6 >> places).
 */
struct depthwise_shared_channel {
    int32_t bias, multiplier;
};

struct depthwise_plane {
    const int8_t *input;
    int8_t *output;
    lanes *scratch;
    const int8_t *weights; /* per channel kernel_height * depthwise_row_bytes, and three bytes more (depthwise_sums.h) */
    const void *channels; /* struct depthwise_channel; struct depthwise_shared_channel where there is one shift */
    int32_t channel_count, input_height, input_width, output_height, output_width;
    int32_t row_step, column_step; /* pixels from one input row, or column, to the next (exchanged where the plane is transposed) */
    int32_t output_row_step, output_column_step;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, pad_top, pad_left;
    int32_t band_outputs, band_rows, pitch; /* output rows per band, and the padded input rows they read */
    int32_t whole;                          /* whether the band is always the whole plane */
    int32_t shift;                          /* of every channel (then activation is ACTIVATION_RELU), or 0 where each has its own */
    int32_t input_zero_point, clamp_min, clamp_max;
    enum activation activation;
};

/* One load and one store, which the compiler would otherwise join with the next ones to word stores by way of more instructions. */
ALWAYS_INLINE void depthwise_copy(int16_alias *to, const int8_t *from)
{
    *to = *from;
    __asm__ volatile("" ::: "memory");
}

/* The same for up to four pixels, step bytes apart. */
ALWAYS_INLINE void depthwise_copy_pixels(int16_alias *to, const int8_t *from, int32_t step, int32_t count)
{
#pragma GCC unroll 4
    for (int32_t x = 0; x < 4; x++)
        if (x < count)
            depthwise_copy(to + x, from + x * step);
}

/* Input row y of a channel, or padding where there is none. */
ALWAYS_INLINE void depthwise_gather_row(const struct depthwise_plane *layer, lanes *row, const int8_t *channel, int32_t y)
{
    const int32_t step = layer->column_step * layer->channel_count;
    const int32_t columns = min32(layer->input_width, layer->pitch - layer->pad_left);
    int16_alias *value = (int16_alias *)row + layer->pad_left;
    if (y >= 0 && y < layer->input_height) {
        const int8_t *pixel = channel + y * layer->row_step * layer->channel_count;
        for (int32_t eights = columns / 8; eights > 0; eights--, pixel += 4 * step, value += 8) {
            depthwise_copy_pixels(value, pixel, step, 4);
            pixel += 4 * step;
            depthwise_copy_pixels(value + 4, pixel, step, 4);
        }
        if (columns & 4) {
            depthwise_copy_pixels(value, pixel, step, 4);
            pixel += 4 * step;
            value += 4;
        }
        depthwise_copy_pixels(value, pixel, step, columns % 4);
    } else {
        for (int32_t x = 0; x < columns; x++)
            value[x] = (int16_t)layer->input_zero_point;
    }
}

/* A channel at work. */
struct depthwise_work {
    union {
        uint32_t weights[DEPTHWISE_MAX_WORDS];
#if defined(__ARM_FEATURE_DSP)
        struct depthwise_rows_3x3 rows; /* begins with the weights */
#endif
    };
    int32_t bias;
    struct scale scale;
};

/* The products of width (2 or 4) outputs side by side. */
ALWAYS_INLINE void depthwise_products(
    const struct depthwise_plane *layer, int32_t sums[4], const lanes *plane, const uint32_t *weights, int32_t width)
{
    const int32_t row_bytes = layer->dilation_y * layer->pitch * 2;
    if (width == 4) {
        depthwise_four(sums, plane, weights, layer->kernel_height, layer->kernel_width, row_bytes, layer->stride_x);
        return;
    }
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        depthwise_sums(sums, width, plane, weights, layer->kernel_width, layer->stride_x);
        plane += row_bytes / 4;
        weights += depthwise_row_words(layer->kernel_width, layer->stride_x);
    }
}

/* count outputs side by side, computed as if they were width (2 or 4). */
ALWAYS_INLINE void depthwise_outputs(
    const struct depthwise_plane *layer, const lanes *plane, const struct depthwise_work *work, int8_t *output, int32_t width,
    int32_t count)
{
    int32_t sums[4] = {work->bias, work->bias, work->bias, work->bias};
    struct scale scale = work->scale;
    depthwise_products(layer, sums, plane, work->weights, width);
    if (layer->shift > 0)
        scale.shift = layer->shift - 1;
#pragma GCC unroll 4
    for (int32_t i = 0; i < count; i++)
        output[i * layer->output_column_step * layer->channel_count] =
            (int8_t)requantise_scaled(sums[i], scale, layer->activation, layer->clamp_min, layer->clamp_max);
}


/* One row of outputs. */
ALWAYS_INLINE void depthwise_row(
    const struct depthwise_plane *layer, const lanes *plane, const struct depthwise_work *work, int8_t *output)
{
    const int32_t step = layer->output_column_step * layer->channel_count, rest = layer->output_width % 4;
    for (int32_t fours = layer->output_width / 4; fours > 0; fours--) {
        depthwise_outputs(layer, plane, work, output, 4, 4);
        plane += 2 * layer->stride_x;
        output += 4 * step;
    }
    if (rest > 0)
        depthwise_outputs(layer, plane, work, output, rest == 3 ? 4 : 2, rest);
}

/* Whether the rows of depthwise_3x3.h serve. */
ALWAYS_INLINE int32_t depthwise_is_3x3(const struct depthwise_plane *layer)
{
#if defined(__ARM_FEATURE_DSP)
    return layer->kernel_height == 3 && layer->kernel_width / 2 == 1 && layer->activation == ACTIVATION_RELU
           && DEPTHWISE_3X3_FITS(layer->output_width, layer->dilation_y * layer->pitch * 2, layer->stride_y * layer->pitch * 2);
#else
    (void)layer;
    return 0;
#endif
}

/* Rows of outputs from as many rows of the scratch as they read. */
ALWAYS_INLINE void depthwise_rows(const struct depthwise_plane *layer, struct depthwise_work *work, int8_t *output, int32_t rows)
{
    const int32_t row_bytes = layer->output_row_step * layer->channel_count;
#if defined(__ARM_FEATURE_DSP)
    if (depthwise_is_3x3(layer)) {
        const int32_t step = layer->output_column_step * layer->channel_count, pitch_bytes = layer->pitch * 2;
        struct depthwise_rows_3x3 *const state = &work->rows;
        state->multiplier = work->scale.multiplier, state->offset = work->scale.offset, state->shift = work->scale.shift;
        state->bias = work->bias;
        state->output_rest = row_bytes - layer->output_width / 2 * 2 * step;
        state->values = layer->scratch;
        state->output = output;
        depthwise_rows_3x3(
            state, rows, layer->output_width, layer->dilation_y * pitch_bytes, layer->stride_y * pitch_bytes, step, layer->stride_x,
            layer->shift);
        return;
    }
#endif
    const lanes *plane = layer->scratch;
    for (; rows > 0; rows--) {
        depthwise_row(layer, plane, work, output);
        plane += layer->stride_y * layer->pitch / 2;
        output += row_bytes;
    }
}

/* Gathers a whole channel into the scratch, where everything else is padding from the start. */
ALWAYS_INLINE void depthwise_gather_channel(const struct depthwise_plane *layer, const int8_t *channel)
{
    const int32_t rows = min32(layer->input_height, layer->band_rows - layer->pad_top);
    for (int32_t y = 0; y < rows; y++)
        depthwise_gather_row(layer, layer->scratch + (layer->pad_top + y) * (layer->pitch / 2), channel, y);
}

/* One channel; a few weight words stay in registers. */
ALWAYS_INLINE void depthwise_convolve_channel(
    const struct depthwise_plane *layer, const int8_t *input, int8_t *output, struct depthwise_work *work)
{
    const int32_t pitch_words = layer->pitch / 2;
    if (layer->whole) {
        depthwise_gather_channel(layer, input);
        depthwise_rows(layer, work, output, layer->output_height);
        return;
    }
    int32_t y = -layer->pad_top, row = 0; /* the next input row to gather, and its place in the band */
    for (int32_t left = layer->output_height; left > 0;) {
        const int32_t outputs = min32(left, layer->band_outputs);
        const int32_t rows = (outputs - 1) * layer->stride_y + (layer->kernel_height - 1) * layer->dilation_y + 1;
        for (; row < rows; row++, y++)
            depthwise_gather_row(layer, layer->scratch + row * pitch_words, input, y);
        depthwise_rows(layer, work, output, outputs);
        output += outputs * layer->output_row_step * layer->channel_count;
        left -= outputs;
        if (left > 0) {
            /* Rows that the next band reads again move to its top. */
            const int32_t used = outputs * layer->stride_y;
            row = rows > used ? rows - used : 0;
            y += used > rows ? used - rows : 0;
            for (int32_t i = 0; i < row * pitch_words; i++)
                layer->scratch[i] = layer->scratch[used * pitch_words + i];
        }
    }
}

/* Halves both lanes of weight words, times times; nothing is lost, as weights are multiples of 256. */
ALWAYS_INLINE void depthwise_halve(uint32_t *weights, int32_t words, int32_t times)
{
    for (; times > 0; times--)
#pragma GCC unroll 6
        for (int32_t i = 0; i < words; i++)
            weights[i] = shadd16(weights[i], 0);
}

/* The weight words of a channel; up to three rows without a loop. */
ALWAYS_INLINE void depthwise_expand_rows(const struct depthwise_plane *layer, uint32_t *weights, const int8_t *flash)
{
    if (layer->kernel_height <= 3)
#pragma GCC unroll 3
        for (int32_t ky = 0; ky < layer->kernel_height; ky++)
            depthwise_expand(
                weights + ky * depthwise_row_words(layer->kernel_width, layer->stride_x), flash + ky * depthwise_row_bytes(layer->kernel_width),
                layer->kernel_width, layer->stride_x);
    else
#pragma GCC unroll 1
        for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
            depthwise_expand(weights, flash, layer->kernel_width, layer->stride_x);
            weights += depthwise_row_words(layer->kernel_width, layer->stride_x);
            flash += depthwise_row_bytes(layer->kernel_width);
        }
}

/* The bias, scale and weights of channel c at work. */
ALWAYS_INLINE void depthwise_take_channel(const struct depthwise_plane *layer, struct depthwise_work *work, int32_t c)
{
    if (layer->shift > 0) {
        const struct depthwise_shared_channel channel = ((const struct depthwise_shared_channel *)layer->channels)[c];
        const int32_t halvings = channel.bias & 7, places = channel.bias >> 3 & 7;
        work->bias = (channel.bias - (channel.bias & 255)) >> halvings;
        work->scale.multiplier = channel.multiplier;
        work->scale.offset = (64 >> places) - shift_left(255, layer->shift - 1);
        depthwise_halve(work->weights, layer->kernel_height * depthwise_row_words(layer->kernel_width, layer->stride_x), halvings);
    } else {
        const struct depthwise_channel channel = ((const struct depthwise_channel *)layer->channels)[c];
        work->bias = channel.bias;
        work->scale = unpack_scale(channel.scale);
    }
}

ALWAYS_INLINE void depthwise_plane(const struct depthwise_plane layer)
{
    const int8_t *flash = layer.weights;
    for (int32_t i = 0; i < layer.band_rows * layer.pitch / 2; i++)
        layer.scratch[i] = ((uint32_t)layer.input_zero_point & 0xFFFFu) * 0x00010001u;
    for (int32_t c = 0; c < layer.channel_count; c++) {
        struct depthwise_work work;
        depthwise_expand_rows(&layer, work.weights, flash);
        flash += layer.kernel_height * depthwise_row_bytes(layer.kernel_width);
        depthwise_take_channel(&layer, &work, c);
        depthwise_convolve_channel(&layer, layer.input + c, layer.output + c, &work);
    }
}

#endif
