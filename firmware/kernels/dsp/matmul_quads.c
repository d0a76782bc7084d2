/*
 * matmul_quads of matmul.h. One row of values, so every weight is read once, and what counts is how flash delivers them: in one sequence, which
 * a prefetch follows where there is one for data.
 */
#include "matmul.h"

#if defined(__ARM_FEATURE_DSP)

#if defined(MCUSIM_DUAL_ISSUE)
/* For cores that issue a load beside a product. */
#define QUADS_COLUMN "ldr %[x0], [%[x]], #8\n\tldr %[w1], [%[p], #-4]\n\tldr %[x1], [%[x], #-4]\n\t"
#define QUADS_INPUT "ldr %[x1], [%[x]], #4\n\tldr %[w1], [%[p], #-4]\n\tsxtb16 %[x0], %[x1], ror #8\n\trev16 %[x1], %[x1]\n\teor %[x1], %[mask]\n\t"
#define QUADS_VALUES(values)                                                                                                           \
    "ldr %[w0], [%[p]], #8\n\t" values                                                                                                 \
    "smlad %[a], %[w0], %[x0], %[a]\n\tldr %[w2], [%[p]], #8\n\tsmlad %[b], %[w1], %[x0], %[b]\n\tldr %[w3], [%[p], #-4]\n\t"          \
    "sxtb16 %[w0], %[w0]\n\tsmlad %[c], %[w2], %[x0], %[c]\n\tsxtb16 %[w1], %[w1]\n\tsmlad %[d], %[w3], %[x0], %[d]\n\t"               \
    "sxtb16 %[w2], %[w2]\n\tsmlad %[a], %[w0], %[x1], %[a]\n\tsxtb16 %[w3], %[w3]\n\tsmlad %[b], %[w1], %[x1], %[b]\n\t"               \
    "smlad %[c], %[w2], %[x1], %[c]\n\tsmlad %[d], %[w3], %[x1], %[d]\n\t"
#else
#define QUADS_COLUMN "ldrd %[x0], %[x1], [%[x]], #8\n\t"
#define QUADS_INPUT "ldr %[x1], [%[x]], #4\n\tsxtb16 %[x0], %[x1], ror #8\n\trev16 %[x1], %[x1]\n\teor %[x1], %[mask]\n\t"
#if __ARM_ARCH == 7
/* On a Cortex-M4 loads that follow each other take a cycle each and one more in all, double loads three. */
#define QUADS_WEIGHTS "ldr %[w0], [%[p]], #16\n\tldr %[w1], [%[p], #-12]\n\tldr %[w2], [%[p], #-8]\n\tldr %[w3], [%[p], #-4]\n\t"
#else
#define QUADS_WEIGHTS "ldrd %[w0], %[w1], [%[p]], #16\n\tldrd %[w2], %[w3], [%[p], #-8]\n\t"
#endif
#define QUADS_VALUES(values)                                                                                                           \
    QUADS_WEIGHTS values                                                                                                               \
    "smlad %[a], %[w0], %[x0], %[a]\n\tsmlad %[b], %[w1], %[x0], %[b]\n\tsmlad %[c], %[w2], %[x0], %[c]\n\tsmlad %[d], %[w3], %[x0], %[d]\n\t" \
    "sxtb16 %[w0], %[w0]\n\tsxtb16 %[w1], %[w1]\n\tsxtb16 %[w2], %[w2]\n\tsxtb16 %[w3], %[w3]\n\t"                                     \
    "smlad %[a], %[w0], %[x1], %[a]\n\tsmlad %[b], %[w1], %[x1], %[b]\n\tsmlad %[c], %[w2], %[x1], %[c]\n\tsmlad %[d], %[w3], %[x1], %[d]\n\t"
#endif
#define QUADS_RUN(code)                                                                                                                \
    __asm__ volatile(code                                                                                                              \
                     : [p] "+r"(weights), [x] "+r"(values), [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [d] "+r"(d), [w0] "=&r"(w0),        \
                       [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1), [w2] "=&r"(w2), [w3] "=&r"(w3)                                  \
                     : [end] "r"(end), [mask] "r"(mask)                                                                                \
                     : "cc", "memory")
#define QUADS_ALL(values_code)                                                                                                         \
    if (fours & 1)                                                                                                                     \
        QUADS_RUN(QUADS_VALUES(values_code));                                                                                          \
    if (fours & 2)                                                                                                                     \
        QUADS_RUN(QUADS_VALUES(values_code) QUADS_VALUES(values_code));                                                                \
    if (values != end)                                                                                                                 \
        QUADS_RUN(                                                                                                                     \
            ".balign 4\n1:\n\t" QUADS_VALUES(values_code) QUADS_VALUES(values_code) QUADS_VALUES(values_code) QUADS_VALUES(values_code) \
            "cmp %[x], %[end]\n\tbne 1b")

/* Adds the products of four channels; returns where the next weights are. */
ALWAYS_INLINE const int8_t *quads_dot(int32_t sums[4], const int8_t *weights, const int8_t *values, int32_t fours, int32_t is_column)
{
    const int8_t *const end = values + (is_column ? 8 : 4) * fours;
    const uint32_t mask = 0x007F007Fu;
    int32_t a = sums[0], b = sums[1], c = sums[2], d = sums[3];
    uint32_t w0, w1, w2, w3, x0, x1;
    if (is_column) {
        QUADS_ALL(QUADS_COLUMN);
    } else {
        QUADS_ALL(QUADS_INPUT);
    }
    sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;
    return weights;
}

#else

ALWAYS_INLINE const int8_t *quads_dot(int32_t sums[4], const int8_t *weights, const int8_t *values, int32_t fours, int32_t is_column)
{
    for (int32_t i = 0; i < fours; i++, values += is_column ? 8 : 4) {
        const uint32_t word = load_word(values);
        const uint32_t odd = is_column ? word : widen_odd(word), even = is_column ? load_word(values + 4) : widen_even(word);
        for (int32_t c = 0; c < 4; c++, weights += 4)
            sums[c] = smlad(sxtb16(load_word(weights)), even, smlad(load_word(weights), odd, sums[c]));
    }
    return weights;
}

#endif

ALWAYS_INLINE void multiply_quads(
    const struct matmul *layer, const int8_t *values, int8_t *output, int32_t is_column, enum activation activation)
{
    const int8_t *weights = layer->weights;
    const struct channel_pair *pair = layer->pairs;
    for (int32_t left = layer->outputs; left > 0; left -= 4, pair += 2) {
        int32_t sums[] = {pair[0].bias[0], pair[0].bias[1], pair[1].bias[0], pair[1].bias[1]};
        weights = quads_dot(sums, weights, values, layer->fours, is_column);
#pragma GCC unroll 4
        for (int32_t c = 0; c < 4; c++)
            *output++ = (int8_t)requantise_scaled(
                sums[c], unpack_scale(pair[c / 2].scale[c % 2]), activation, layer->clamp_min, layer->clamp_max);
    }
}

#define DEFINE_QUADS(name, type, is_column, activation)                                                                                \
    void name(const struct matmul *layer, const type *values, int8_t *output)                                                          \
    {                                                                                                                                  \
        multiply_quads(layer, (const int8_t *)values, output, is_column, activation);                                                  \
    }

DEFINE_QUADS(mcusim_matmul_quads_relu, lanes, 1, ACTIVATION_RELU)
DEFINE_QUADS(mcusim_matmul_quads_linear, lanes, 1, ACTIVATION_LINEAR)
DEFINE_QUADS(mcusim_matmul_quads_clamped, lanes, 1, ACTIVATION_CLAMPED)
DEFINE_QUADS(mcusim_matmul_quads_direct_relu, int8_t, 0, ACTIVATION_RELU)
DEFINE_QUADS(mcusim_matmul_quads_direct_linear, int8_t, 0, ACTIVATION_LINEAR)
DEFINE_QUADS(mcusim_matmul_quads_direct_clamped, int8_t, 0, ACTIVATION_CLAMPED)
