/* mcusim_matmul_one of matmul.h: two pairs of channels at a time. For left-over pixels, so one function does for every activation. */
#include "matmul.h"

/* Adds the products of two pairs of channels to their four sums. */
ALWAYS_INLINE void matmul_dot(int32_t sums[4], const int8_t *first, const int8_t *second, const lanes *column, int32_t fours)
{
    int32_t a = sums[0], b = sums[1], c = sums[2], d = sums[3];
#if defined(__ARM_FEATURE_DSP) && defined(MCUSIM_DUAL_ISSUE)
/* For cores that issue a load beside a product: every load that a product does not wait for stands beside one. */
#define MATMUL_DOT_VALUES                                                                                                              \
    "ldr %[w0], [%[p]], #8\n\tldr %[x0], [%[x]], #8\n\tldr %[w1], [%[p], #-4]\n\tldr %[x1], [%[x], #-4]\n\t"                           \
    "ldr %[w2], [%[q]], #8\n\tsmlad %[a], %[w0], %[x0], %[a]\n\tldr %[w3], [%[q], #-4]\n\tsmlad %[b], %[w1], %[x0], %[b]\n\t"          \
    "sxtb16 %[w0], %[w0]\n\tsmlad %[c], %[w2], %[x0], %[c]\n\tsxtb16 %[w1], %[w1]\n\tsmlad %[d], %[w3], %[x0], %[d]\n\t"               \
    "sxtb16 %[w2], %[w2]\n\tsmlad %[a], %[w0], %[x1], %[a]\n\tsxtb16 %[w3], %[w3]\n\tsmlad %[b], %[w1], %[x1], %[b]\n\t"               \
    "smlad %[c], %[w2], %[x1], %[c]\n\tsmlad %[d], %[w3], %[x1], %[d]\n\t"
#elif defined(__ARM_FEATURE_DSP)
#define MATMUL_DOT_VALUES                                                                                                              \
    "ldrd %[w0], %[w1], [%[p]], #8\n\tldrd %[x0], %[x1], [%[x]], #8\n\tldrd %[w2], %[w3], [%[q]], #8\n\t"                              \
    "smlad %[a], %[w0], %[x0], %[a]\n\tsmlad %[b], %[w1], %[x0], %[b]\n\t"                                                             \
    "smlad %[c], %[w2], %[x0], %[c]\n\tsmlad %[d], %[w3], %[x0], %[d]\n\t"                                                             \
    "sxtb16 %[w0], %[w0]\n\tsxtb16 %[w1], %[w1]\n\tsxtb16 %[w2], %[w2]\n\tsxtb16 %[w3], %[w3]\n\t"                                     \
    "smlad %[a], %[w0], %[x1], %[a]\n\tsmlad %[b], %[w1], %[x1], %[b]\n\t"                                                             \
    "smlad %[c], %[w2], %[x1], %[c]\n\tsmlad %[d], %[w3], %[x1], %[d]\n\t"
#endif
#if defined(__ARM_FEATURE_DSP)
#define MATMUL_DOT_RUN(code)                                                                                                           \
    __asm__ volatile(code                                                                                                              \
                     : [p] "+r"(first), [q] "+r"(second), [x] "+r"(column), [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [d] "+r"(d),        \
                       [w0] "=&r"(w0), [w1] "=&r"(w1), [w2] "=&r"(w2), [w3] "=&r"(w3), [x0] "=&r"(x0), [x1] "=&r"(x1)                  \
                     : [end] "r"(end)                                                                                                  \
                     : "cc", "memory")
    const lanes *const end = column + 2 * fours;
    uint32_t w0, w1, w2, w3, x0, x1;
    if (fours & 1)
        MATMUL_DOT_RUN(MATMUL_DOT_VALUES);
    if (fours & 2)
        MATMUL_DOT_RUN(MATMUL_DOT_VALUES MATMUL_DOT_VALUES);
    if (column != end)
        MATMUL_DOT_RUN(".balign 4\n1:\n\t" MATMUL_DOT_VALUES MATMUL_DOT_VALUES MATMUL_DOT_VALUES MATMUL_DOT_VALUES "cmp %[x], %[end]\n\tbne 1b");
#undef MATMUL_DOT_RUN
#undef MATMUL_DOT_VALUES
#else
    for (int32_t i = 0; i < fours; i++, first += 8, second += 8, column += 2) {
        const uint32_t w0 = load_word(first), w1 = load_word(first + 4), w2 = load_word(second), w3 = load_word(second + 4);
        a = smlad(sxtb16(w0), column[1], smlad(w0, column[0], a)), b = smlad(sxtb16(w1), column[1], smlad(w1, column[0], b));
        c = smlad(sxtb16(w2), column[1], smlad(w2, column[0], c)), d = smlad(sxtb16(w3), column[1], smlad(w3, column[0], d));
    }
#endif
    sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;
}

void mcusim_matmul_one(const struct matmul *layer, const lanes *column, int8_t *output)
{
    const int32_t last = layer->outputs - 2, pairs = (layer->outputs + 1) / 2, pair_bytes = 8 * layer->fours;
    const int32_t min = layer->clamp_min, max = layer->clamp_max;
    const int32_t second = pairs > 1; /* a lone pair is computed twice, and so is the one before the last of an odd number */
    for (int32_t i = 0;; i = min32(i + 2, pairs - 2)) {
        const struct channel_pair *pair = layer->pairs + i;
        const int8_t *const weights = layer->weights + i * pair_bytes;
        int32_t sums[] = {pair[0].bias[0], pair[0].bias[1], pair[second].bias[0], pair[second].bias[1]};
        matmul_dot(sums, weights, weights + second * pair_bytes, column, layer->fours);
        __asm__("" : "+r"(pair)); /* scales are loaded now, not kept on the stack meanwhile */
        int8_t *const output0 = output + 2 * i, *const output1 = output + min32(2 * (i + second), last);
        output0[0] = (int8_t)requantise_scaled(sums[0], unpack_scale(pair[0].scale[0]), ACTIVATION_CLAMPED, min, max);
        output0[1] = (int8_t)requantise_scaled(sums[1], unpack_scale(pair[0].scale[1]), ACTIVATION_CLAMPED, min, max);
        output1[0] = (int8_t)requantise_scaled(sums[2], unpack_scale(pair[second].scale[0]), ACTIVATION_CLAMPED, min, max);
        output1[1] = (int8_t)requantise_scaled(sums[3], unpack_scale(pair[second].scale[1]), ACTIVATION_CLAMPED, min, max);
        if (i + 2 >= pairs)
            return;
    }
}
