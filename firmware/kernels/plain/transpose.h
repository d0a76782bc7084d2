/* TRANSPOSE and STRIDED_SLICE in plain C, up to five dimensions: the output is walked in order, the input by one stride per output dimension. */
#ifndef MCUSIM_KERNELS_PLAIN_TRANSPOSE_H
#define MCUSIM_KERNELS_PLAIN_TRANSPOSE_H

#include "../intrinsics.h"

struct transpose {
    const int8_t *input;
    int8_t *output;
    int32_t start;                           /* the input's element that comes first */
    int32_t dimensions[5], input_strides[5]; /* of the output's dimensions; negative strides go backwards */
};

ALWAYS_INLINE void transpose(const struct transpose layer)
{
    int8_t *output = layer.output;
    for (int32_t a = 0; a < layer.dimensions[0]; a++)
        for (int32_t b = 0; b < layer.dimensions[1]; b++)
            for (int32_t c = 0; c < layer.dimensions[2]; c++)
                for (int32_t d = 0; d < layer.dimensions[3]; d++) {
                    const int8_t *from = layer.input + layer.start + a * layer.input_strides[0] + b * layer.input_strides[1]
                        + c * layer.input_strides[2] + d * layer.input_strides[3];
                    if (layer.input_strides[4] == 1 && layer.dimensions[4] >= 8) {
                        memcpy(output, from, (size_t)layer.dimensions[4]);
                        output += layer.dimensions[4];
                        continue;
                    }
                    for (int32_t e = 0; e < layer.dimensions[4]; e++)
                        *output++ = from[e * layer.input_strides[4]];
                }
}

#endif
