/* FULLY_CONNECTED and CONV_2D of any window by rows of wide.h. The window of each output pixel is copied to scratch, padding filled in. */
#ifndef MCUSIM_KERNELS_DSP_LAYERS_WIDE_H
#define MCUSIM_KERNELS_DSP_LAYERS_WIDE_H

#include "conv_2d_matmul.h"
#include "wide.h"

struct fully_connected_wide {
    const int8_t *input;
    int8_t *output;
    const int8_t *weights; /* as in struct wide, like starts, channels and segment */
    const int32_t *starts;
    const void *channels;
    int32_t segment, batches, inputs, outputs, output_zero_point, clamp_min, clamp_max;
};

struct conv_2d_wide {
    const int8_t *input;
    int8_t *output, *scratch; /* a window */
    const int8_t *weights; /* as in struct wide, like starts, channels and segment */
    const int32_t *starts;
    const void *channels;
    int32_t segment, batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, pad_top, pad_left;
    int32_t input_zero_point, output_zero_point, clamp_min, clamp_max;
};

ALWAYS_INLINE void fully_connected_wide(const struct fully_connected_wide layer)
{
    const struct wide wide = {layer.weights, layer.starts, layer.channels, layer.inputs, layer.segment, layer.outputs,
                              layer.output_zero_point, layer.clamp_min, layer.clamp_max};
    for (int32_t batch = 0; batch < layer.batches; batch++)
        mcusim_wide_row(&wide, layer.input + batch * layer.inputs, layer.output + batch * layer.outputs);
}

ALWAYS_INLINE void conv_2d_wide(const struct conv_2d_wide layer)
{
    const int32_t values = layer.kernel_height * layer.kernel_width * layer.input_channels;
    const struct wide wide = {layer.weights, layer.starts, layer.channels, values, layer.segment, layer.output_channels,
                              layer.output_zero_point, layer.clamp_min, layer.clamp_max};
    const struct conv_2d_matmul window = {
        .input_height = layer.input_height, .input_width = layer.input_width, .input_channels = layer.input_channels,
        .kernel_height = layer.kernel_height, .kernel_width = layer.kernel_width, .dilation_y = layer.dilation_y,
        .dilation_x = layer.dilation_x, .input_zero_point = layer.input_zero_point};
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t oy = 0; oy < layer.output_height; oy++)
            for (int32_t ox = 0; ox < layer.output_width; ox++) {
                conv_2d_copy_window(
                    &window, layer.scratch, image, oy * layer.stride_y - layer.pad_top, ox * layer.stride_x - layer.pad_left);
                mcusim_wide_row(&wide, layer.scratch, output);
                output += layer.output_channels;
            }
        image += layer.input_height * layer.input_width * layer.input_channels;
    }
}

#endif
