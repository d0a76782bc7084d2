/*
 * RESIZE_BILINEAR in plain C: which rows and columns are mixed comes as tables, fractions in 1024ths.
 * Source of the arithmetic: TensorFlow Lite reference/resize_bilinear.h, ResizeBilinearInteger.
 */
#ifndef MCUSIM_KERNELS_PLAIN_RESIZE_BILINEAR_H
#define MCUSIM_KERNELS_PLAIN_RESIZE_BILINEAR_H

#include "../intrinsics.h"

struct resize_bilinear {
    const int8_t *input;
    int8_t *output;
    const int16_t *rows, *columns; /* three numbers per output row or column: lower, upper, fraction */
    int32_t batches, input_height, input_width, output_height, output_width, channels;
};

ALWAYS_INLINE void resize_bilinear(const struct resize_bilinear layer)
{
    int8_t *output = layer.output;
    for (int32_t n = 0; n < layer.batches; n++)
        for (int32_t y = 0; y < layer.output_height; y++) {
            const int16_t *row = layer.rows + 3 * y;
            const int8_t *top = layer.input + (n * layer.input_height + row[0]) * layer.input_width * layer.channels;
            const int8_t *bottom = layer.input + (n * layer.input_height + row[1]) * layer.input_width * layer.channels;
            for (int32_t x = 0; x < layer.output_width; x++) {
                const int16_t *column = layer.columns + 3 * x;
                const int32_t left = column[0] * layer.channels, right = column[1] * layer.channels;
                for (int32_t c = 0; c < layer.channels; c++) {
                    int32_t upper = top[left + c] * (1024 - column[2]) + top[right + c] * column[2];
                    int32_t lower = bottom[left + c] * (1024 - column[2]) + bottom[right + c] * column[2];
                    int32_t sum = upper * (1024 - row[2]) + lower * row[2];
                    *output++ = (int8_t)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                }
            }
        }
}

#endif
