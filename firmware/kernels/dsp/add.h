/*
 * ADD and SUB of equal shapes as one linear form in integers, four elements at a time:
 * out = ((left_factor * left >> 8) + (right_factor * right >> 8) + offset) >> shift.
 * The generator finds factors and offset for which this equals the reference's four roundings for all 65536 pairs of inputs, or does not
 * use this kernel. Bytes are multiplied as 256 times their value in 16-bit lanes, word by lane.
 */
#ifndef MCUSIM_KERNELS_DSP_ADD_H
#define MCUSIM_KERNELS_DSP_ADD_H

#include "../requantise.h"

struct add_dsp {
    const int8_t *left, *right;
    int8_t *output; /* may be either side */
    int32_t count, left_factor, right_factor, offset, shift, clamp_min, clamp_max;
};

ALWAYS_INLINE int8_t add_dsp_value(const struct add_dsp *layer, int32_t sum)
{
    const int32_t value = ssat8_asr(sum, layer->shift);
    return (int8_t)(layer->clamp_min > INT8_MIN || layer->clamp_max < INT8_MAX ? clamp(value, layer->clamp_min, layer->clamp_max) : value);
}

ALWAYS_INLINE void add_dsp(const struct add_dsp layer)
{
    const uint32_t left_factor = (uint32_t)layer.left_factor, right_factor = (uint32_t)layer.right_factor;
    const int8_t *left = layer.left, *right = layer.right;
    int8_t *output = layer.output, *const end = output + layer.count / 4 * 4;
    for (; output != end; left += 4, right += 4, output += 4) {
        const uint32_t lefts = load_word(left), rights = load_word(right);
        const uint32_t left_even = lefts << 8 & 0xFF00FF00u, left_odd = lefts & 0xFF00FF00u;
        const uint32_t right_even = rights << 8 & 0xFF00FF00u, right_odd = rights & 0xFF00FF00u;
        output[0] = add_dsp_value(&layer, smlawb(right_factor, right_even, smlawb(left_factor, left_even, layer.offset)));
        output[1] = add_dsp_value(&layer, smlawb(right_factor, right_odd, smlawb(left_factor, left_odd, layer.offset)));
        output[2] = add_dsp_value(&layer, smlawt(right_factor, right_even, smlawt(left_factor, left_even, layer.offset)));
        output[3] = add_dsp_value(&layer, smlawt(right_factor, right_odd, smlawt(left_factor, left_odd, layer.offset)));
    }
    for (int32_t i = 0; i < layer.count % 4; i++) {
        const int32_t sum = smlawb(left_factor, (uint32_t)left[i] << 8, layer.offset);
        output[i] = add_dsp_value(&layer, smlawb(right_factor, (uint32_t)right[i] << 8, sum));
    }
}

#endif
