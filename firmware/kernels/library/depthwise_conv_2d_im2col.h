/*
 * DEPTHWISE_CONV_2D with one filter per channel as libraries of kernels do it: the window of one output pixel is copied as 16-bit values, then
 * four channels are computed at a time. A baseline to compare with (docs/generation.md, Ablation).
 */
#ifndef MCUSIM_KERNELS_LIBRARY_DEPTHWISE_CONV_2D_IM2COL_H
#define MCUSIM_KERNELS_LIBRARY_DEPTHWISE_CONV_2D_IM2COL_H

#include "conv_2d_im2col.h"

/* Four sums over the taps of a window, channels apart in window and weights. */
ALWAYS_INLINE void depthwise_im2col_four(const im2col_value *window, const int8_t *weights, int32_t taps, int32_t channels, int32_t sums[4])
{
    for (; taps > 0; taps--, window += channels, weights += channels) {
        const uint32_t first = im2col_pair(window), second = im2col_pair(window + 2), word = load_word(weights);
        const uint32_t even = sxtb16(word), odd = sxtb16_ror8(word);
        sums[0] = smlabb(first, even, sums[0]);
        sums[1] = smlatb(first, odd, sums[1]);
        sums[2] = smlabt(second, even, sums[2]);
        sums[3] = smlatt(second, odd, sums[3]);
    }
}

/* weights: [kernel row][kernel column][channel]; the windows are one. */
ALWAYS_INLINE void depthwise_conv_2d_im2col(const struct conv_2d_im2col layer)
{
    const int32_t taps = layer.kernel_height * layer.kernel_width, channels = layer.input_channels;
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++, image += layer.input_height * layer.input_width * channels)
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++, output += channels) {
                im2col_window(&layer, image, layer.windows, oy, ox);
                int32_t c = 0;
                for (; c + 4 <= channels; c += 4) {
                    int32_t sums[4] = {layer.bias[c], layer.bias[c + 1], layer.bias[c + 2], layer.bias[c + 3]};
                    depthwise_im2col_four(layer.windows + c, layer.weights + c, taps, channels, sums);
#pragma GCC unroll 4
                    for (int32_t i = 0; i < 4; i++)
                        im2col_store(&layer, output, c + i, sums[i]);
                }
                for (; c < channels; c++) {
                    int32_t sum = layer.bias[c];
                    for (int32_t tap = 0; tap < taps; tap++)
                        sum += layer.windows[tap * channels + c] * layer.weights[tap * channels + c];
                    im2col_store(&layer, output, c, sum);
                }
            }
}

#endif
