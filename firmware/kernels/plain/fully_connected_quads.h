/*
 * FULLY_CONNECTED for cores without DSP instructions, four outputs at a time: a word holds the weights of one input for four outputs, so that
 * weights are read once, in order, a word at a time, and a value serves four products. Outputs left over are computed as in fully_connected.h.
 * The bias holds -input_zero_point * sum(weights) already.
 */
#ifndef MCUSIM_KERNELS_PLAIN_FULLY_CONNECTED_QUADS_H
#define MCUSIM_KERNELS_PLAIN_FULLY_CONNECTED_QUADS_H

#include "fully_connected.h"

/* Adds the products of one input with the weights of four outputs. */
ALWAYS_INLINE void fully_connected_input(int32_t sums[4], const int8_t **input, const int8_t **weights)
{
#if defined(__ARM_ARCH_6M__)
    int32_t word, weight, value;
    __asm__(".syntax unified\n\tldmia %0!, {%2}\n\tmovs %4, #0\n\tldrsb %4, [%1, %4]\n\tadds %1, #1\n\t"
            "sxtb %3, %2\n\tmuls %3, %4\n\tadd %5, %3\n\tasrs %2, #8\n\t"
            "sxtb %3, %2\n\tmuls %3, %4\n\tadd %6, %3\n\tasrs %2, #8\n\t"
            "sxtb %3, %2\n\tmuls %3, %4\n\tadd %7, %3\n\tasrs %2, #8\n\t"
            "muls %2, %4\n\tadd %8, %2"
            : "+l"(*weights), "+l"(*input), "=&l"(word), "=&l"(weight), "=&l"(value), "+h"(sums[0]), "+h"(sums[1]), "+h"(sums[2]), "+h"(sums[3])
            :
            : "cc");
#else
    const uint32_t word = load_word(*weights);
    const int32_t value = *(*input)++;
    *weights += 4;
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; i++)
        sums[i] += value * (int8_t)(word >> (8 * i));
#endif
}

ALWAYS_INLINE void fully_connected_quads(const struct fully_connected layer)
{
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        const int8_t *const row = layer.input + batch * layer.inputs, *weights = layer.weights;
        int8_t *const output = layer.output + batch * layer.outputs;
        int32_t o = 0;
        for (; o + 4 <= layer.outputs; o += 4) {
            int32_t sums[4] = {layer.bias[o], layer.bias[o + 1], layer.bias[o + 2], layer.bias[o + 3]};
            const int8_t *input = row;
#pragma GCC unroll 8
            for (int32_t i = 0; i < layer.inputs; i++)
                fully_connected_input(sums, &input, &weights);
            for (int32_t i = 0; i < 4; i++) {
                const int32_t value = requantise(sums[i], layer.multipliers[o + i], layer.shifts[o + i]) + layer.output_zero_point;
                output[o + i] = (int8_t)clamp(value, layer.clamp_min, layer.clamp_max);
            }
        }
        for (; o + 2 <= layer.outputs; o += 2)
            fully_connected_outputs(&layer, row, output, o, 2);
        if (o < layer.outputs)
            fully_connected_outputs(&layer, row, output, o, 1);
    }
}

#endif
