/* PAD in plain C, up to four dimensions. */
#ifndef MCUSIM_KERNELS_PLAIN_PAD_H
#define MCUSIM_KERNELS_PLAIN_PAD_H

#include "../intrinsics.h"

struct pad {
    const int8_t *input;
    int8_t *output;
    int32_t input_dimensions[4], output_dimensions[4], before[4];
    int32_t value;
};

/* Whether index i of dimension d of the output lies inside the input. */
ALWAYS_INLINE int pad_inside(const struct pad *layer, int d, int32_t i)
{
    return i >= layer->before[d] && i < layer->before[d] + layer->input_dimensions[d];
}

ALWAYS_INLINE void pad(const struct pad layer)
{
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t n = 0; n < layer.output_dimensions[0]; n++)
        for (int32_t y = 0; y < layer.output_dimensions[1]; y++)
            for (int32_t x = 0; x < layer.output_dimensions[2]; x++) {
                int inside = pad_inside(&layer, 0, n) && pad_inside(&layer, 1, y) && pad_inside(&layer, 2, x);
                for (int32_t c = 0; c < layer.output_dimensions[3]; c++)
                    *output++ = inside && pad_inside(&layer, 3, c) ? *input++ : (int8_t)layer.value;
            }
}

#endif
