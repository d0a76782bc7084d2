/*
 * FULLY_CONNECTED as libraries of kernels do it: two outputs at a time, four values and weights as 16-bit pairs. A baseline to compare with
 * (docs/generation.md, Ablation).
 */
#ifndef MCUSIM_KERNELS_LIBRARY_FULLY_CONNECTED_PAIRS_H
#define MCUSIM_KERNELS_LIBRARY_FULLY_CONNECTED_PAIRS_H

#include "../plain/fully_connected.h"

ALWAYS_INLINE void fully_connected_pairs(const struct fully_connected layer)
{
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++, input += layer.inputs, output += layer.outputs) {
        int32_t o = 0;
        for (; o + 2 <= layer.outputs; o += 2) {
            const int8_t *a = layer.weights + o * layer.inputs, *b = a + layer.inputs;
            int32_t first = layer.bias[o], second = layer.bias[o + 1], i = 0;
            for (; i + 4 <= layer.inputs; i += 4) {
                const uint32_t x = load_word(input + i), u = load_word(a + i), v = load_word(b + i);
                const uint32_t even = sxtb16(x), odd = sxtb16_ror8(x);
                first = smlad(sxtb16_ror8(u), odd, smlad(sxtb16(u), even, first));
                second = smlad(sxtb16_ror8(v), odd, smlad(sxtb16(v), even, second));
            }
            for (; i < layer.inputs; i++) {
                first += input[i] * a[i];
                second += input[i] * b[i];
            }
            first = requantise(first, layer.multipliers[o], layer.shifts[o]) + layer.output_zero_point;
            second = requantise(second, layer.multipliers[o + 1], layer.shifts[o + 1]) + layer.output_zero_point;
            output[o] = (int8_t)clamp(first, layer.clamp_min, layer.clamp_max);
            output[o + 1] = (int8_t)clamp(second, layer.clamp_min, layer.clamp_max);
        }
        for (; o < layer.outputs; o++)
            fully_connected_outputs(&layer, input, output, o, 1);
    }
}

#endif
