/*
 * ADD, SUB and MUL of one constant per channel as a linear form in integers: out = (factor * input + offset) >> shift. The generator finds factor and
 * offset for which this equals the reference for all 256 inputs of the channel, or does not use this kernel.
 */
#ifndef MCUSIM_KERNELS_PLAIN_CHANNEL_LINEAR_H
#define MCUSIM_KERNELS_PLAIN_CHANNEL_LINEAR_H

#include "../requantise.h"

struct channel_linear {
    const int8_t *input;
    int8_t *output;           /* may be the input */
    const int32_t *constants; /* factor and offset of each channel */
    int32_t pixels, channels, shift, clamp_min, clamp_max;
};

ALWAYS_INLINE int32_t channel_linear_value(const struct channel_linear *layer, int32_t channel, int32_t input)
{
    const int32_t value = ssat8_asr(layer->constants[2 * channel] * input + layer->constants[2 * channel + 1], layer->shift);
    return layer->clamp_min > INT8_MIN || layer->clamp_max < INT8_MAX ? clamp(value, layer->clamp_min, layer->clamp_max) : value;
}

ALWAYS_INLINE void channel_linear(const struct channel_linear layer)
{
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t pixel = 0; pixel < layer.pixels; pixel++) {
        int32_t c = 0;
        for (; c + 4 <= layer.channels; c += 4) {
            const uint32_t inputs = load_word(input + c);
            uint32_t outputs = 0;
#pragma GCC unroll 4
            for (int32_t byte = 0; byte < 4; byte++)
                outputs |= (uint32_t)(uint8_t)channel_linear_value(&layer, c + byte, (int8_t)(inputs >> (8 * byte))) << (8 * byte);
            store_word(output + c, outputs);
        }
        for (; c < layer.channels; c++)
            output[c] = (int8_t)channel_linear_value(&layer, c, input[c]);
        input += layer.channels;
        output += layer.channels;
    }
}

#endif
