/* wide.h: two pairs of channels at a time. */
#include "wide.h"

ALWAYS_INLINE int8_t wide_output(const struct wide *layer, uint32_t sum, int32_t channel)
{
    const struct wide_channel c = layer->channels[channel];
    const int32_t value = requantise((int32_t)(sum + (uint32_t)c.bias), c.multiplier, c.shift) + layer->zero_point;
    return (int8_t)clamp(value, layer->clamp_min, layer->clamp_max);
}

void mcusim_wide_row(const struct wide *layer, const int8_t *values, int8_t *output)
{
    const int32_t whole = layer->inputs / 4, fours = (layer->inputs + 3) / 4, segment = layer->segment;
    const int32_t pairs = (layer->outputs + 1) / 2, segments = (fours + segment - 1) / segment;
    const int32_t second = pairs > 1; /* a lone pair is computed twice, and so is the one before the last of an odd number */
    for (int32_t i = 0;; i = min32(i + 2, pairs - 2)) {
        const int8_t *a = layer->weights + i * fours * 8, *b = a + second * fours * 8, *value = values;
        const int32_t *start = layer->starts + i * segments * 2;
        uint32_t totals[4] = {0, 0, 0, 0};
        for (int32_t from = 0; from < fours; from += segment, start += 2) {
            int32_t sums[] = {start[0], start[1], start[second * segments * 2], start[second * segments * 2 + 1]};
#pragma GCC unroll 2
            for (int32_t left = min32(segment, whole - from); left > 0; left--, value += 4, a += 8, b += 8)
                multiply_four_by_pairs(sums, load_word(value), a, b);
            if (whole < fours && from + segment >= fours)
                multiply_four_by_pairs(sums, load_partial_word(value, layer->inputs % 4), a, b);
            for (int32_t c = 0; c < 4; c++)
                totals[c] += (uint32_t)(sums[c] >> 8);
        }
        const int32_t first0 = 2 * i, first1 = min32(2 * (i + second), layer->outputs - 2);
        output[first0] = wide_output(layer, totals[0], first0);
        output[first0 + 1] = wide_output(layer, totals[1], first0 + 1);
        output[first1] = wide_output(layer, totals[2], first1);
        output[first1 + 1] = wide_output(layer, totals[3], first1 + 1);
        if (i + 2 >= pairs)
            return;
    }
}
