/*
 * DEPTHWISE_CONV_2D in plain C, any window, stride, dilation and depth multiplier. The bias holds -input_zero_point * sum(weights)
 * already; a tap outside the image reads the zero point.
 */
#ifndef MCUSIM_KERNELS_PLAIN_DEPTHWISE_CONV_2D_H
#define MCUSIM_KERNELS_PLAIN_DEPTHWISE_CONV_2D_H

#include "../requantise.h"

struct depthwise_conv_2d {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights;      /* [kernel row][kernel column][output channel] */
    const int32_t *bias;        /* per output channel, input offset folded in */
    const int32_t *multipliers; /* per output channel */
    const int8_t *shifts;       /* per output channel */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, depth_multiplier;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

ALWAYS_INLINE void depthwise_conv_2d(const struct depthwise_conv_2d layer)
{
    const int32_t output_channels = layer.input_channels * layer.depth_multiplier;
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++) {
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                for (int32_t oc = 0; oc < output_channels; oc++) {
                    const int8_t *channel = image + oc / layer.depth_multiplier;
                    const int8_t *weights = layer.weights + oc;
                    int32_t sum = layer.bias[oc];
                    for (int32_t ky = 0; ky < layer.kernel_height; ky++) {
                        int32_t y = oy * layer.stride_y - layer.pad_top + ky * layer.dilation_y;
                        for (int32_t kx = 0; kx < layer.kernel_width; kx++) {
                            int32_t x = ox * layer.stride_x - layer.pad_left + kx * layer.dilation_x;
                            int32_t value = layer.input_zero_point;
                            if (y >= 0 && y < layer.input_height && x >= 0 && x < layer.input_width)
                                value = channel[(y * layer.input_width + x) * layer.input_channels];
                            sum += value * *weights;
                            weights += output_channels;
                        }
                    }
                    sum = requantise(sum, layer.multipliers[oc], layer.shifts[oc]) + layer.output_zero_point;
                    *output++ = (int8_t)clamp(sum, layer.clamp_min, layer.clamp_max);
                }
            }
        }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
