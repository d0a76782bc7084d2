/* STRIDED_SLICE of an image, row by row: neighbouring channels of some pixels. */
#ifndef MCUSIM_KERNELS_PLAIN_SLICE_IMAGE_H
#define MCUSIM_KERNELS_PLAIN_SLICE_IMAGE_H

#include "../intrinsics.h"

struct slice_image {
    const int8_t *input;
    int8_t *output;
    int32_t start;                /* the input's element that comes first */
    int32_t output_height, width; /* pixels of the output */
    int32_t channels;
    int32_t row_stride, pixel_stride; /* elements of the input from one row or pixel kept to the next */
};

ALWAYS_INLINE void slice_image(const struct slice_image layer)
{
    int8_t *output = layer.output;
    const int8_t *row = layer.input + layer.start;
    for (int32_t y = 0; y < layer.output_height; y++, row += layer.row_stride) {
        if (layer.pixel_stride == layer.channels) {
            memcpy(output, row, (size_t)(layer.width * layer.channels));
            output += layer.width * layer.channels;
            continue;
        }
        for (int32_t x = 0; x < layer.width; x++, output += layer.channels)
            memcpy(output, row + x * layer.pixel_stride, (size_t)layer.channels);
    }
}

#endif
