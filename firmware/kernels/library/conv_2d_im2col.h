/*
 * CONV_2D as libraries of kernels do it: the windows of several output pixels are copied as 16-bit values with the zero point taken off, then
 * every pair of output channels meets every pair of pixels. It is a baseline to compare with (docs/generation.md, Ablation).
 */
#ifndef MCUSIM_KERNELS_LIBRARY_CONV_2D_IM2COL_H
#define MCUSIM_KERNELS_LIBRARY_CONV_2D_IM2COL_H

#include "../requantise.h"

typedef int16_t im2col_value __attribute__((may_alias));

struct conv_2d_im2col {
    const int8_t *input;
    int8_t *output;
    im2col_value *windows;      /* scratch: `pixels` windows */
    const int8_t *weights;      /* [output channel][kernel row][kernel column][input channel] */
    const int32_t *bias;        /* per output channel */
    const int32_t *multipliers; /* per output channel */
    const int8_t *shifts;       /* per output channel */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels, pixels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

/* Copies the window of one output pixel; what lies outside the image is 0. */
ALWAYS_INLINE void im2col_window(const struct conv_2d_im2col *layer, const int8_t *image, im2col_value *window, int32_t oy, int32_t ox)
{
    for (int32_t ky = 0; ky < layer->kernel_height; ky++) {
        const int32_t y = oy * layer->stride_y - layer->pad_top + ky * layer->dilation_y;
        for (int32_t kx = 0; kx < layer->kernel_width; kx++) {
            const int32_t x = ox * layer->stride_x - layer->pad_left + kx * layer->dilation_x;
            const int32_t inside = y >= 0 && y < layer->input_height && x >= 0 && x < layer->input_width;
            const int8_t *pixel = image + (inside ? (y * layer->input_width + x) * layer->input_channels : 0);
            for (int32_t c = 0; c < layer->input_channels; c++)
                *window++ = (int16_t)(inside ? pixel[c] - layer->input_zero_point : 0);
        }
    }
}

/* Two halfwords next to one another as a word. */
ALWAYS_INLINE uint32_t im2col_pair(const im2col_value *values)
{
    return load_word((const void *)values);
}

/* 2 x 2 sums over a window: channels a and b, pixels p and q. */
ALWAYS_INLINE void im2col_block(
    const int8_t *a, const int8_t *b, const im2col_value *p, const im2col_value *q, int32_t size, int32_t sums[4])
{
    int32_t i = 0;
    for (; i + 4 <= size; i += 4) {
        const uint32_t wa = load_word(a + i), wb = load_word(b + i);
        const uint32_t a02 = sxtb16(wa), a13 = sxtb16_ror8(wa), b02 = sxtb16(wb), b13 = sxtb16_ror8(wb);
        const uint32_t a01 = (a02 & 0xFFFF) | (a13 << 16), a23 = (a13 & 0xFFFF0000u) | (a02 >> 16);
        const uint32_t b01 = (b02 & 0xFFFF) | (b13 << 16), b23 = (b13 & 0xFFFF0000u) | (b02 >> 16);
        const uint32_t p01 = im2col_pair(p + i), p23 = im2col_pair(p + i + 2), q01 = im2col_pair(q + i), q23 = im2col_pair(q + i + 2);
        sums[0] = smlad(a23, p23, smlad(a01, p01, sums[0]));
        sums[1] = smlad(b23, p23, smlad(b01, p01, sums[1]));
        sums[2] = smlad(a23, q23, smlad(a01, q01, sums[2]));
        sums[3] = smlad(b23, q23, smlad(b01, q01, sums[3]));
    }
    for (; i < size; i++) {
        sums[0] += a[i] * p[i];
        sums[1] += b[i] * p[i];
        sums[2] += a[i] * q[i];
        sums[3] += b[i] * q[i];
    }
}

ALWAYS_INLINE void im2col_store(const struct conv_2d_im2col *layer, int8_t *output, int32_t channel, int32_t sum)
{
    int32_t value = requantise(sum, layer->multipliers[channel], layer->shifts[channel]) + layer->output_zero_point;
    output[channel] = (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
}

/* `count` output pixels, whose windows are filled: every pair of channels, then every pair of pixels. The last pixel may meet itself. */
ALWAYS_INLINE void im2col_pixels(const struct conv_2d_im2col *layer, int8_t *output, int32_t count)
{
    const int32_t size = layer->kernel_height * layer->kernel_width * layer->input_channels, channels = layer->output_channels;
    for (int32_t oc = 0; oc < channels; oc += 2) {
        const int32_t next = oc + 1 < channels ? oc + 1 : oc;
        for (int32_t pixel = 0; pixel < count; pixel += 2) {
            const int32_t other = pixel + 1 < count ? pixel + 1 : pixel;
            int32_t sums[4] = {layer->bias[oc], layer->bias[next], layer->bias[oc], layer->bias[next]};
            im2col_block(
                layer->weights + oc * size, layer->weights + next * size, layer->windows + pixel * size, layer->windows + other * size, size, sums);
            im2col_store(layer, output + pixel * channels, oc, sums[0]);
            im2col_store(layer, output + pixel * channels, next, sums[1]);
            im2col_store(layer, output + other * channels, oc, sums[2]);
            im2col_store(layer, output + other * channels, next, sums[3]);
        }
    }
}

ALWAYS_INLINE void conv_2d_im2col(const struct conv_2d_im2col layer)
{
    const int32_t size = layer.kernel_height * layer.kernel_width * layer.input_channels;
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        int32_t count = 0;
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                im2col_window(&layer, image, layer.windows + count++ * size, oy, ox);
                if (count == layer.pixels) {
                    im2col_pixels(&layer, output, count);
                    output += count * layer.output_channels;
                    count = 0;
                }
            }
        im2col_pixels(&layer, output, count);
        output += count * layer.output_channels;
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
