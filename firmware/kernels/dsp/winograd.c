/* The functions of winograd.h that layers share; the products in assembly for the same reason as matmul_four.c, and in portable C. */
#include "winograd.h"

#if defined(__ARM_FEATURE_DSP)

/*
 * Two channels (a word of weights each, at r0) with four tiles (words at r1 + 16). Sums: r4..r7 and r8..r11. MATMUL_BLOCK_BYTES and the
 * order for cores that issue a load beside a product are as in matmul_four.c: eight cycles for 16 products.
 */
#if defined(MCUSIM_DUAL_ISSUE)
#define WINOGRAD_BLOCK_BYTES "50"
#define WINOGRAD_FIRST_WORDS "ldr r12, [r0], #8\n\tldr r2, [r1, #16]!\n\tldr r3, [r1, #4]\n\t"
#define WINOGRAD_ANY(multiply, of, next_weights, next_first, next_second)                                                              \
    multiply " r4, r12, r2" of(r4) "ldr lr, [r0, #-4]\n\t" multiply " r5, r12, r3" of(r5)                                              \
    multiply " r8, lr, r2" of(r8) "ldr r2, [r1, #8]\n\t" multiply " r9, lr, r3" of(r9) "ldr r3, [r1, #12]\n\t"                         \
    multiply " r6, r12, r2" of(r6) multiply " r7, r12, r3" of(r7) next_weights                                                         \
    multiply " r10, lr, r2" of(r10) next_first multiply " r11, lr, r3" of(r11) next_second
#define WINOGRAD_ADD(sum) ", " #sum "\n\t"
#define WINOGRAD_SET(sum) "\n\t"
#define WINOGRAD_NEXT "ldr r12, [r0], #8\n\t", "ldr r2, [r1, #16]!\n\t", "ldr r3, [r1, #4]\n\t"
#define WINOGRAD_BLOCK_OF(...) WINOGRAD_ANY(__VA_ARGS__)
#define WINOGRAD_BLOCK WINOGRAD_BLOCK_OF("smlad", WINOGRAD_ADD, WINOGRAD_NEXT)
#define WINOGRAD_START WINOGRAD_FIRST_WORDS WINOGRAD_BLOCK_OF("smuad", WINOGRAD_SET, WINOGRAD_NEXT)
#define WINOGRAD_LOOP                                                                                                                  \
    "5:\n\t" WINOGRAD_FIRST_WORDS                                                                                                      \
    "2:\n\t" WINOGRAD_BLOCK WINOGRAD_BLOCK WINOGRAD_BLOCK WINOGRAD_ANY("smlad", WINOGRAD_ADD, "", "ldr r2, [sp, #12]\n\t", "")         \
    "cmp r1, r2\n\tbne 5b\n\t"
#else
#define WINOGRAD_BLOCK_BYTES "44"
#define WINOGRAD_START                                                                                                                 \
    "ldrd r12, lr, [r0], #8\n\tldrd r2, r3, [r1, #16]!\n\t"                                                                            \
    "smuad r4, r12, r2\n\tsmuad r8, lr, r2\n\tsmuad r5, r12, r3\n\tsmuad r9, lr, r3\n\t"                                               \
    "ldrd r2, r3, [r1, #8]\n\t"                                                                                                        \
    "smuad r6, r12, r2\n\tsmuad r10, lr, r2\n\tsmuad r7, r12, r3\n\tsmuad r11, lr, r3\n\t"
#define WINOGRAD_BLOCK                                                                                                                 \
    "ldrd r12, lr, [r0], #8\n\tldrd r2, r3, [r1, #16]!\n\t"                                                                            \
    "smlad r4, r12, r2, r4\n\tsmlad r8, lr, r2, r8\n\tsmlad r5, r12, r3, r5\n\tsmlad r9, lr, r3, r9\n\t"                               \
    "ldrd r2, r3, [r1, #8]\n\t"                                                                                                        \
    "smlad r6, r12, r2, r6\n\tsmlad r10, lr, r2, r10\n\tsmlad r7, r12, r3, r7\n\tsmlad r11, lr, r3, r11\n\t"
#define WINOGRAD_LOOP                                                                                                                  \
    "2:\n\t" WINOGRAD_BLOCK WINOGRAD_BLOCK WINOGRAD_BLOCK WINOGRAD_BLOCK "ldr r2, [sp, #12]\n\tcmp r1, r2\n\tbne 2b\n\t"
#endif

/*
 * Stack: sums, their end, bytes of a place's values, value of r1 after the place, where to go on after WINOGRAD_START so that the loop of
 * four blocks ends with the last (there are at least two).
 */
__attribute__((naked)) void mcusim_winograd_products(
    const uint32_t *weights __attribute__((unused)), const lanes *values __attribute__((unused)), int32_t words __attribute__((unused)),
    int32_t *sums __attribute__((unused)))
{
    __asm__(
        "push {r4-r11, lr}\n\tsub sp, #20\n\t"
        "add r4, r3, #512\n\tstrd r3, r4, [sp]\n\t"
        "subs r1, #16\n\tlsl r5, r2, #4\n\tadd r6, r1, r5\n\tstrd r5, r6, [sp, #8]\n\t"
        "rsb r4, r2, #1\n\tands r4, r4, #3\n\tmovs r5, #" WINOGRAD_BLOCK_BYTES "\n\tadr r6, 2f\n\tmla r6, r4, r5, r6\n\t"
        "orr r6, r6, #1\n\tstr r6, [sp, #16]\n\t"
        ".balign 4\n\t"
        "1:\n\t" WINOGRAD_START "ldr pc, [sp, #16]\n\t"
        WINOGRAD_LOOP
        "ldrd r3, lr, [sp]\n\tldr r12, [sp, #8]\n\tstmia r3!, {r4-r11}\n\tadd r2, r2, r12\n\tstr r2, [sp, #12]\n\tstr r3, [sp]\n\t"
        "cmp r3, lr\n\tbne 1b\n\t"
        "add sp, #20\n\tpop {r4-r11, pc}");
}

#else

void mcusim_winograd_products(const uint32_t *weights, const lanes *values, int32_t words, int32_t *sums)
{
    for (int32_t place = 0; place < 16; place++, weights += 2 * words, values += 4 * words, sums += 8)
        for (int32_t i = 0; i < 8; i++) {
            int32_t sum = 0;
            for (int32_t w = 0; w < words; w++)
                sum = smlad(weights[2 * w + i / 4], values[4 * w + i % 4], sum);
            sums[i] = sum;
        }
}

#endif

#if defined(__ARM_FEATURE_DSP)

/* Three taps of two input channels from byte o of the weights. */
#define WINOGRAD_TAPS(o, a, b, c, rotated)                                                                                             \
    "ldr " a ", [%[w], #" #o "]\n\tldr " b ", [%[w], #" #o " + 4]\n\tldr " c ", [%[w], #" #o " + 8]\n\t"                               \
    "sxtb16 " a ", " a rotated "\n\tsxtb16 " b ", " b rotated "\n\tsxtb16 " c ", " c rotated "\n\t"
/* 2G along a row of three weights: four places. Changes the first and the last; to is two places further on. */
#define WINOGRAD_ROW(to, a, b, c, free)                                                                                                \
    "sadd16 " free ", " a ", " a "\n\tstr " free ", [" to "]\n\tsadd16 " a ", " a ", " c "\n\tsadd16 " free ", " a ", " b "\n\t"        \
    "str " free ", [" to ", %[s]]\n\tssub16 " free ", " a ", " b "\n\tstr " free ", [" to ", %[s], lsl #1]\n\t"                         \
    "add " to ", " to ", %[s], lsl #1\n\tsadd16 " c ", " c ", " c "\n\tstr " c ", [" to ", %[s]]\n\t"
#define WINOGRAD_NEXT_ROW "add %[to], %[to], %[s], lsl #1\n\t"
#define WINOGRAD_PLACES(rotated)                                                                                                       \
    __asm__ volatile(WINOGRAD_TAPS(0, "%[a]", "%[b]", "%[c]", rotated)                                                                  \
        "sadd16 %[d], %[a], %[a]\n\tsadd16 %[e], %[b], %[b]\n\tsadd16 %[f], %[c], %[c]\n\t"                                            \
        WINOGRAD_ROW("%[to]", "%[d]", "%[e]", "%[f]", "%[t]") WINOGRAD_NEXT_ROW                                                        \
        WINOGRAD_TAPS(24, "%[d]", "%[e]", "%[f]", rotated)                                                                             \
        "sadd16 %[a], %[a], %[d]\n\tsadd16 %[b], %[b], %[e]\n\tsadd16 %[c], %[c], %[f]\n\t"                                            \
        "sadd16 %[d], %[d], %[d]\n\tsadd16 %[e], %[e], %[e]\n\tsadd16 %[f], %[f], %[f]\n\tadd %[u], %[to], %[s], lsl #3\n\t"           \
        WINOGRAD_ROW("%[u]", "%[d]", "%[e]", "%[f]", "%[t]")                                                                           \
        WINOGRAD_TAPS(12, "%[d]", "%[e]", "%[f]", rotated)                                                                             \
        "sadd16 %[t], %[a], %[d]\n\tssub16 %[a], %[a], %[d]\n\tsadd16 %[d], %[b], %[e]\n\tssub16 %[b], %[b], %[e]\n\t"                 \
        "sadd16 %[e], %[c], %[f]\n\tssub16 %[c], %[c], %[f]\n\t"                                                                       \
        WINOGRAD_ROW("%[to]", "%[t]", "%[d]", "%[e]", "%[u]") WINOGRAD_NEXT_ROW                                                        \
        WINOGRAD_ROW("%[to]", "%[a]", "%[b]", "%[c]", "%[u]")                                                                          \
        : [to] "+r"(to), [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c), [d] "=&r"(d), [e] "=&r"(e), [f] "=&r"(f), [t] "=&r"(t), [u] "=&r"(u) \
        : [w] "r"(weights), [s] "r"(4 * step)                                                                                          \
        : "memory")

/* Nine taps of two input channels: 2G along the columns, then along the rows. In assembly, as the compiler runs out of registers. */
ALWAYS_INLINE void winograd_weight_places(lanes *to, int32_t step, const int8_t *weights, int32_t is_odd)
{
    uint32_t a, b, c, d, e, f, t, u;
    if (is_odd)
        WINOGRAD_PLACES(", ror #8");
    else
        WINOGRAD_PLACES("");
}

#else

/* 2G along a row of three weights: four places, step words apart. The compiler is kept from holding an address for every place of a tile. */
ALWAYS_INLINE void winograd_weight_row(lanes *to, int32_t step, uint32_t a, uint32_t b, uint32_t c)
{
    const uint32_t ends = sadd16(a, c);
    __asm__("" : "+r"(to));
    to[0] = sadd16(a, a);
    to[step] = sadd16(ends, b);
    to[2 * step] = ssub16(ends, b);
    to[3 * step] = sadd16(c, c);
}

/* Lanes 0 and 2, or 1 and 3, of four weights. */
ALWAYS_INLINE uint32_t winograd_tap(const int8_t *weights, int32_t tap, int32_t is_odd)
{
    const uint32_t word = load_word(weights + 4 * tap);
    return is_odd ? sxtb16_ror8(word) : sxtb16(word);
}

/* Nine taps of two input channels: 2G along the columns, then along the rows. */
ALWAYS_INLINE void winograd_weight_places(lanes *to, int32_t step, const int8_t *weights, int32_t is_odd)
{
    uint32_t a = winograd_tap(weights, 0, is_odd), b = winograd_tap(weights, 1, is_odd), c = winograd_tap(weights, 2, is_odd);
    winograd_weight_row(to, step, sadd16(a, a), sadd16(b, b), sadd16(c, c));
    const uint32_t g = winograd_tap(weights, 6, is_odd), h = winograd_tap(weights, 7, is_odd), i = winograd_tap(weights, 8, is_odd);
    winograd_weight_row(to + 12 * step, step, sadd16(g, g), sadd16(h, h), sadd16(i, i));
    a = sadd16(a, g), b = sadd16(b, h), c = sadd16(c, i);
    const uint32_t d = winograd_tap(weights, 3, is_odd), e = winograd_tap(weights, 4, is_odd), f = winograd_tap(weights, 5, is_odd);
    winograd_weight_row(to + 4 * step, step, sadd16(a, d), sadd16(b, e), sadd16(c, f));
    winograd_weight_row(to + 8 * step, step, ssub16(a, d), ssub16(b, e), ssub16(c, f));
}

#endif

void mcusim_winograd_weights(lanes *transformed, const int8_t *weights, int32_t words)
{
    for (int32_t left = words; left > 0; left -= 2, transformed += 2)
        for (int32_t of_pair = 0; of_pair < 2; of_pair++, transformed++, weights += 36) {
            winograd_weight_places(transformed, 2 * words, weights, 0);
            winograd_weight_places(transformed + 2, 2 * words, weights, 1);
        }
}
