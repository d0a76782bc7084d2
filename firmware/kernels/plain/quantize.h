/*
 * QUANTIZE from float32 and DEQUANTIZE to float32 in single precision. Source of the rule: TensorFlow Lite reference/quantize.h: a
 * float32 division, rounded half away from zero, plus the zero point, clamped to int8.
 */
#ifndef MCUSIM_KERNELS_PLAIN_QUANTIZE_H
#define MCUSIM_KERNELS_PLAIN_QUANTIZE_H

#include "../requantise.h"

/* Floats in the arena, which is declared as bytes. */
typedef float arena_float __attribute__((may_alias));

struct quantize {
    const arena_float *input;
    int8_t *output; /* may be the input: element i is read before byte i is written */
    int32_t count;
    float scale;
    int32_t zero_point;
};

struct dequantize {
    const int8_t *input;
    arena_float *output;
    int32_t count;
    float scale;
    int32_t zero_point;
};

/* Rounds half away from zero. What lies beyond +-1024 (it saturates anyway) and NaN (to 0) never reach the conversion. */
ALWAYS_INLINE int32_t round_half_away(float value)
{
    if (value != value)
        return 0;
    if (value >= 1024.0f)
        return 1024;
    if (value <= -1024.0f)
        return -1024;
    int32_t whole = (int32_t)value;
    float fraction = value - (float)whole;
    return whole + (fraction >= 0.5f) - (fraction <= -0.5f);
}

ALWAYS_INLINE void quantize(const struct quantize layer)
{
    for (int32_t i = 0; i < layer.count; i++)
        layer.output[i] = (int8_t)clamp(round_half_away(layer.input[i] / layer.scale) + layer.zero_point, INT8_MIN, INT8_MAX);
}

ALWAYS_INLINE void dequantize(const struct dequantize layer)
{
    for (int32_t i = 0; i < layer.count; i++)
        layer.output[i] = layer.scale * (float)(layer.input[i] - layer.zero_point);
}

#endif
