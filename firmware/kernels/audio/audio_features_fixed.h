/*
 * AUDIO_FEATURES in integers: window, real Fourier transform through a complex one of half the length, bands, base-2 logarithms, cosine transform.
 * docs/datasets.md has the formulas; AudioFixedReference.cs is the definition that this equals bit for bit.
 */
#ifndef MCUSIM_KERNELS_AUDIO_FEATURES_FIXED_H
#define MCUSIM_KERNELS_AUDIO_FEATURES_FIXED_H

#include "audio_frames.h"

struct audio_features_fixed {
    const arena_int16 *samples;
    int8_t *output;
    arena_int32 *spectrum;  /* scratch: transform numbers */
    arena_uint64 *bins;     /* scratch: transform / 2 + 1 magnitudes, or squares over 256 */
    arena_int32 *logs;      /* scratch: one for each band, 16 bits after the point */
    const int16_t *window;  /* 15 bits after the point */
    const int32_t *twiddles; /* cos, sin of pi k / (transform / 2), 30 bits after the point */
    const int16_t *first_bins, *counts, *weights;
    const int32_t *log_table; /* log2(1 + i / 128), 24 bits after the point */
    const int32_t *factors;
    int32_t sample_count, frames, frame, step, transform, bands, last_bin, per_frame, power, loudness;
    int32_t fraction_bits, unit_bits, factor_bits, cosines, towards_zero, zero_point;
    int64_t floor_factor;
};

ALWAYS_INLINE int32_t audio_log2(const int32_t *table, uint64_t value)
{
    value = value == 0 ? 1 : value;
    int32_t leading = __builtin_clzll(value);
    uint64_t mantissa = value << leading;
    int32_t piece = (int32_t)(mantissa >> 56) & 127, fraction = (int32_t)(mantissa >> 32) & 0xFFFFFF;
    return ((63 - leading) << 24) + table[piece] + (int32_t)(((int64_t)(table[piece + 1] - table[piece]) * fraction) >> 24);
}

/* The square root to 16 significant bits, cut. */
static inline uint32_t audio_root(uint64_t square)
{
    int32_t bits = square == 0 ? 0 : 64 - __builtin_clzll(square), shift = bits > 32 ? (bits - 31) & ~1 : 0;
    uint32_t rest = (uint32_t)(square >> shift), root = 0;
    for (uint32_t bit = 1u << 30; bit != 0; bit >>= 2) {
        uint32_t trial = root + bit;
        root >>= 1;
        if (rest >= trial) {
            rest -= trial;
            root += bit;
        }
    }
    return root << (shift / 2);
}

ALWAYS_INLINE void audio_load_fixed(const struct audio_features_fixed layer, const arena_int16 *frame)
{
    for (int32_t i = 0; i < layer.frame; i++)
        layer.spectrum[i] = (frame[i] * layer.window[i]) >> (15 - layer.fraction_bits);
    for (int32_t i = layer.frame; i < layer.transform; i++)
        layer.spectrum[i] = 0;
    for (int32_t i = 1, j = 0, points = layer.transform / 2; i < points; i++) {
        j = audio_next_reversed(j, points);
        if (i < j) {
            int32_t real = layer.spectrum[2 * i], imaginary = layer.spectrum[2 * i + 1];
            layer.spectrum[2 * i] = layer.spectrum[2 * j];
            layer.spectrum[2 * i + 1] = layer.spectrum[2 * j + 1];
            layer.spectrum[2 * j] = real;
            layer.spectrum[2 * j + 1] = imaginary;
        }
    }
}

ALWAYS_INLINE void audio_transform_fixed(const struct audio_features_fixed layer)
{
    for (int32_t size = 2; size <= layer.transform / 2; size *= 2) {
        const int32_t *twiddle = layer.twiddles;
        for (int32_t j = 0; j < size / 2; j++, twiddle += 2 * (layer.transform / size)) {
            const int64_t c = twiddle[0], s = twiddle[1];
            for (int32_t a = 2 * j; a < layer.transform; a += 2 * size) {
                arena_int32 *low = layer.spectrum + a, *high = low + size;
                int32_t real = (int32_t)((high[0] * c + high[1] * s + (1 << 29)) >> 30);
                int32_t imaginary = (int32_t)((high[1] * c - high[0] * s + (1 << 29)) >> 30);
                high[0] = low[0] - real;
                high[1] = low[1] - imaginary;
                low[0] += real;
                low[1] += imaginary;
            }
        }
    }
}

ALWAYS_INLINE void audio_unpack_fixed(const struct audio_features_fixed layer)
{
    const int32_t points = layer.transform / 2;
    for (int32_t k = 0; k <= layer.last_bin; k++) {
        const arena_int32 *z = layer.spectrum + 2 * (k & (points - 1)), *y = layer.spectrum + 2 * ((points - k) & (points - 1));
        const int64_t c = k == points ? -(1 << 30) : layer.twiddles[2 * k], s = k == points ? 0 : layer.twiddles[2 * k + 1];
        int64_t sum_real = (int64_t)z[0] + y[0], sum_imaginary = (int64_t)z[1] - y[1];
        int64_t difference_real = (int64_t)z[0] - y[0], difference_imaginary = (int64_t)z[1] + y[1];
        int64_t real = (sum_real >> 1) + ((difference_imaginary * c - difference_real * s) >> 31);
        int64_t imaginary = (sum_imaginary >> 1) - ((difference_real * c + difference_imaginary * s) >> 31);
        uint64_t square = (uint64_t)(real * real + imaginary * imaginary);
        layer.bins[k] = layer.power == 1 ? audio_root(square) : square >> 8;
    }
}

ALWAYS_INLINE int8_t audio_feature_fixed(const struct audio_features_fixed layer, int32_t index)
{
    int64_t sum = 0;
    if (layer.cosines)
        for (int32_t band = 0; band < layer.bands; band++)
            sum += (int64_t)layer.factors[index * layer.bands + band] * layer.logs[band];
    else
        sum = (int64_t)layer.factors[0] * layer.logs[index];
    const int32_t shift = layer.factor_bits + 16;
    if (layer.towards_zero)
        sum += (int64_t)layer.zero_point * ((int64_t)1 << shift);
    int64_t magnitude = ((sum < 0 ? -sum : sum) + (layer.towards_zero ? 0 : (int64_t)1 << (shift - 1))) >> shift;
    int64_t value = (sum < 0 ? -magnitude : magnitude) + (layer.towards_zero ? 0 : layer.zero_point);
    return (int8_t)(value < INT8_MIN ? INT8_MIN : value > INT8_MAX ? INT8_MAX : value);
}

ALWAYS_INLINE void audio_features_fixed(const struct audio_features_fixed layer)
{
    const int32_t divisor = audio_divisor(layer.samples, layer.sample_count, layer.loudness);
    const int32_t unit = layer.power * audio_log2(layer.log_table, (uint64_t)divisor) + (layer.unit_bits << 24);
    uint64_t floor = (uint64_t)(layer.floor_factor * divisor) >> 16;
    floor = layer.power == 2 ? floor * (uint64_t)divisor : floor;
    for (int32_t frame = 0; frame < layer.frames; frame++) {
        audio_load_fixed(layer, layer.samples + frame * layer.step);
        audio_transform_fixed(layer);
        audio_unpack_fixed(layer);
        const int16_t *weight = layer.weights;
        for (int32_t band = 0; band < layer.bands; band++) {
            uint64_t sum = floor;
            const arena_uint64 *bin = layer.bins + layer.first_bins[band];
            for (int32_t i = 0; i < layer.counts[band]; i++, weight++)
                sum += layer.power == 1 ? (uint64_t)(uint32_t)bin[i] * (uint32_t)*weight : bin[i] * (uint64_t)*weight;
            layer.logs[band] = (audio_log2(layer.log_table, sum) - unit) >> 8;
        }
        for (int32_t i = 0; i < layer.per_frame; i++)
            layer.output[frame * layer.per_frame + i] = audio_feature_fixed(layer, i);
    }
}

#endif
