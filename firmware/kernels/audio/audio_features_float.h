/*
 * AUDIO_FEATURES in single precision. docs/datasets.md has the formulas; AudioFloatReference.cs is the definition that this equals bit for bit, for which
 * no multiplication is fused with an addition (-ffp-contract=off).
 */
#ifndef MCUSIM_KERNELS_AUDIO_FEATURES_FLOAT_H
#define MCUSIM_KERNELS_AUDIO_FEATURES_FLOAT_H

#include "../plain/quantize.h"
#include "audio_frames.h"

struct audio_features_float {
    const arena_int16 *samples;
    int8_t *output;
    arena_float *spectrum; /* scratch: transform numbers */
    arena_float *bins;     /* scratch: transform / 2 + 1 magnitudes or their squares */
    arena_float *logs;     /* scratch: one for each band */
    const float *window, *twiddles, *weights, *log_table, *factors;
    const int16_t *first_bins, *counts;
    int32_t sample_count, frames, frame, step, transform, bands, last_bin, per_frame, power, loudness;
    int32_t cosines, towards_zero, zero_point;
    float floor;
};

union audio_bits {
    float value;
    uint32_t bits;
};

#if defined(__ARM_FP) && (__ARM_FP & 4)
ALWAYS_INLINE float audio_square_root(float value)
{
    float root;
    __asm__("vsqrt.f32 %0, %1" : "=t"(root) : "t"(value));
    return root;
}
#else
/* Rounded to the nearest: 25 bits of the root, of which the last decides; a root never lies half way between two floats. */
static inline float audio_square_root(float value)
{
    union audio_bits number = { .value = value };
    if (number.bits == 0)
        return 0;
    int32_t exponent = (int32_t)(number.bits >> 23);
    uint32_t mantissa = number.bits & 0x7FFFFF;
    if (exponent == 0) {
        exponent = 1;
        for (; !(mantissa & 0x800000); exponent--)
            mantissa <<= 1;
    } else {
        mantissa |= 0x800000;
    }
    exponent -= 127;
    uint64_t rest = (uint64_t)mantissa << (exponent & 1 ? 26 : 25), root = 0;
    for (uint64_t bit = (uint64_t)1 << 50; bit != 0; bit >>= 2) {
        uint64_t trial = root + bit;
        root >>= 1;
        if (rest >= trial) {
            rest -= trial;
            root += bit;
        }
    }
    exponent = exponent & 1 ? (exponent - 1) / 2 : exponent / 2;
    number.bits = (((uint32_t)root + 1) >> 1) - 0x800000 + ((uint32_t)(exponent + 127) << 23);
    return number.value;
}
#endif

ALWAYS_INLINE float audio_log2_float(const float *table, float value)
{
    union audio_bits number = { .value = value };
    uint32_t bits = number.bits < 0x00800000 ? 0x00800000 : number.bits;
    int32_t piece = (int32_t)(bits >> 16) & 127;
    float fraction = (float)(int32_t)(bits & 0xFFFF) * (1.0f / 65536);
    return (float)((int32_t)(bits >> 23) - 127) + (table[piece] + (table[piece + 1] - table[piece]) * fraction);
}

ALWAYS_INLINE void audio_load_float(const struct audio_features_float layer, const arena_int16 *frame)
{
    for (int32_t i = 0; i < layer.frame; i++)
        layer.spectrum[i] = (float)frame[i] * layer.window[i];
    for (int32_t i = layer.frame; i < layer.transform; i++)
        layer.spectrum[i] = 0;
    for (int32_t i = 1, j = 0, points = layer.transform / 2; i < points; i++) {
        j = audio_next_reversed(j, points);
        if (i < j) {
            float real = layer.spectrum[2 * i], imaginary = layer.spectrum[2 * i + 1];
            layer.spectrum[2 * i] = layer.spectrum[2 * j];
            layer.spectrum[2 * i + 1] = layer.spectrum[2 * j + 1];
            layer.spectrum[2 * j] = real;
            layer.spectrum[2 * j + 1] = imaginary;
        }
    }
}

ALWAYS_INLINE void audio_transform_float(const struct audio_features_float layer)
{
    for (int32_t size = 2; size <= layer.transform / 2; size *= 2) {
        const float *twiddle = layer.twiddles;
        for (int32_t j = 0; j < size / 2; j++, twiddle += 2 * (layer.transform / size)) {
            const float c = twiddle[0], s = twiddle[1];
            for (int32_t a = 2 * j; a < layer.transform; a += 2 * size) {
                arena_float *low = layer.spectrum + a, *high = low + size;
                float real = high[0] * c + high[1] * s, imaginary = high[1] * c - high[0] * s;
                high[0] = low[0] - real;
                high[1] = low[1] - imaginary;
                low[0] += real;
                low[1] += imaginary;
            }
        }
    }
}

ALWAYS_INLINE void audio_unpack_float(const struct audio_features_float layer)
{
    const int32_t points = layer.transform / 2;
    for (int32_t k = 0; k <= layer.last_bin; k++) {
        const arena_float *z = layer.spectrum + 2 * (k & (points - 1)), *y = layer.spectrum + 2 * ((points - k) & (points - 1));
        const float c = k == points ? -1 : layer.twiddles[2 * k], s = k == points ? 0 : layer.twiddles[2 * k + 1];
        float sum_real = z[0] + y[0], sum_imaginary = z[1] - y[1];
        float difference_real = z[0] - y[0], difference_imaginary = z[1] + y[1];
        float real = (sum_real + (difference_imaginary * c - difference_real * s)) * 0.5f;
        float imaginary = (sum_imaginary - (difference_real * c + difference_imaginary * s)) * 0.5f;
        float square = real * real + imaginary * imaginary;
        layer.bins[k] = layer.power == 1 ? audio_square_root(square) : square;
    }
}

ALWAYS_INLINE int8_t audio_feature_float(const struct audio_features_float layer, int32_t index)
{
    float sum = 0;
    if (layer.cosines)
        for (int32_t band = 0; band < layer.bands; band++)
            sum += layer.factors[index * layer.bands + band] * layer.logs[band];
    else
        sum = layer.factors[0] * layer.logs[index];
    if (layer.towards_zero)
        sum += (float)layer.zero_point;
    sum = sum > 1024.0f ? 1024.0f : sum < -1024.0f ? -1024.0f : sum;
    int32_t value = layer.towards_zero ? (int32_t)sum : (int32_t)(sum < 0 ? sum - 0.5f : sum + 0.5f) + layer.zero_point;
    return (int8_t)clamp(value, INT8_MIN, INT8_MAX);
}

ALWAYS_INLINE void audio_features_float(const struct audio_features_float layer)
{
    const float divisor = (float)audio_divisor(layer.samples, layer.sample_count, layer.loudness);
    const float units = layer.power == 2 ? divisor * divisor : divisor;
    const float floor = layer.floor * units, unit = audio_log2_float(layer.log_table, units);
    for (int32_t frame = 0; frame < layer.frames; frame++) {
        audio_load_float(layer, layer.samples + frame * layer.step);
        audio_transform_float(layer);
        audio_unpack_float(layer);
        const float *weight = layer.weights;
        for (int32_t band = 0; band < layer.bands; band++) {
            float sum = floor;
            const arena_float *bin = layer.bins + layer.first_bins[band];
            for (int32_t i = 0; i < layer.counts[band]; i++)
                sum += bin[i] * *weight++;
            layer.logs[band] = audio_log2_float(layer.log_table, sum) - unit;
        }
        for (int32_t i = 0; i < layer.per_frame; i++)
            layer.output[frame * layer.per_frame + i] = audio_feature_float(layer, i);
    }
}

#endif
