/* RESIZE_NEAREST_NEIGHBOR in plain C: which row and column each output pixel comes from is worked out by the generator. */
#ifndef MCUSIM_KERNELS_PLAIN_RESIZE_NEAREST_NEIGHBOR_H
#define MCUSIM_KERNELS_PLAIN_RESIZE_NEAREST_NEIGHBOR_H

#include "../intrinsics.h"

struct resize_nearest_neighbor {
    const int8_t *input;
    int8_t *output;
    const int16_t *rows;    /* per output row */
    const int16_t *columns; /* per output column */
    int32_t batches, input_height, input_width, output_height, output_width, channels;
};

ALWAYS_INLINE void resize_nearest_neighbor(const struct resize_nearest_neighbor layer)
{
    const int8_t *image = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        for (int32_t y = 0; y < layer.output_height; y++)
            for (int32_t x = 0; x < layer.output_width; x++) {
                memcpy(output, image + (layer.rows[y] * layer.input_width + layer.columns[x]) * layer.channels,
                    (size_t)layer.channels);
                output += layer.channels;
            }
        image += layer.input_height * layer.input_width * layer.channels;
    }
}

#endif
