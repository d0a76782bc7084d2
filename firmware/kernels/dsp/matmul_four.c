/*
 * matmul_four and matmul_shared of matmul.h. In assembly, because eight sums, two weight words, two value words and two addresses are all fourteen
 * registers there are, which the compiler does not manage by itself; and in portable C.
 */
#include "matmul.h"

#if defined(__ARM_FEATURE_DSP)

/*
 * Four weights of two channels (at r12) by four pixels. Sums: r4..r7 and r8..r11, which start from the biases in r4 and r8; they are done when
 * lr is what [sp, #12] holds. A block takes the addresses of its pixels' words: odd words in twos, then even ones.
 */
#if defined(MCUSIM_DUAL_ISSUE)
/*
 * For cores that issue a load beside a product: 17 cycles for 32 products. The first words are there when a block begins; every word after
 * them is loaded two cycles before the product that takes it, into the register that a product took its last value from.
 */
#define MATMUL_BLOCK(odd2, odd3, even0, even1, even2, even3, next_weights, next_first, next_second)                                    \
    "smlad r4, r0, r2, r4\n\tldr r1, [r12, #-4]\n\tsmlad r5, r0, r3, r5\n\t"                                                           \
    "smlad r8, r1, r2, r8\n\tldr r2, [lr, #" #odd2 "]\n\tsmlad r9, r1, r3, r9\n\tldr r3, [lr, #" #odd3 "]\n\t"                         \
    "smlad r6, r0, r2, r6\n\tsmlad r7, r0, r3, r7\n\tsxtb16 r0, r0\n\tsmlad r10, r1, r2, r10\n\t"                                      \
    "smlad r11, r1, r3, r11\n\tldr r2, [lr, #" #even0 "]\n\tsxtb16 r1, r1\n\tldr r3, [lr, #" #even1 "]\n\t"                            \
    "smlad r4, r0, r2, r4\n\tsmlad r5, r0, r3, r5\n\t"                                                                                 \
    "smlad r8, r1, r2, r8\n\tldr r2, [lr, #" #even2 "]\n\tsmlad r9, r1, r3, r9\n\tldr r3, [lr, #" #even3 "]\n\t"                       \
    "smlad r6, r0, r2, r6\n\tsmlad r7, r0, r3, r7\n\t" next_weights "smlad r10, r1, r2, r10\n\t" next_first                            \
    "smlad r11, r1, r3, r11\n\t" next_second
#define MATMUL_LAST(...) MATMUL_BLOCK(__VA_ARGS__, "", "ldr r2, [sp, #12]\n\t", "")
#define MATMUL_FIRST_WORDS(step) "ldr r0, [r12], #8\n\tldr r2, [lr, #" #step "]!\n\tldr r3, [lr, #4]\n\t"
/* The first block, which adds to the biases, so the last pixels come first; then the next block's first words. */
#define MATMUL_START(step, even0, even1, even2, even3, next_second, next_first)                                                        \
    "ldr r0, [r12], #8\n\tldr r3, [lr, #" #step " + 12]\n\tldr r1, [r12, #-4]\n\tldr r2, [lr, #" #step " + 8]\n\t"                     \
    "smlad r7, r0, r3, r4\n\tsmlad r11, r1, r3, r8\n\tldr r3, [lr, #" #step " + 4]\n\t"                                                \
    "smlad r6, r0, r2, r4\n\tsmlad r10, r1, r2, r8\n\tldr r2, [lr, #" #step "]!\n\t"                                                   \
    "smlad r5, r0, r3, r4\n\tsmlad r9, r1, r3, r8\n\tldr r3, [lr, #" #even1 "]\n\t"                                                    \
    "smlad r4, r0, r2, r4\n\tsxtb16 r0, r0\n\tsmlad r8, r1, r2, r8\n\tldr r2, [lr, #" #even0 "]\n\tsxtb16 r1, r1\n\t"                  \
    "smlad r5, r0, r3, r5\n\tsmlad r9, r1, r3, r9\n\tldr r3, [lr, #" #even3 "]\n\t"                                                    \
    "smlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\tldr r2, [lr, #" #even2 "]\n\t"                                                    \
    "smlad r7, r0, r3, r7\n\tsmlad r11, r1, r3, r11\n\t" next_second                                                                   \
    "smlad r6, r0, r2, r6\n\tldr r0, [r12], #8\n\tsmlad r10, r1, r2, r10\n\t" next_first

#define MATMUL_BLOCK_BYTES "112"
#define MATMUL_BLOCKS "8"
#define MATMUL_NEXT                                                                                                                    \
    MATMUL_BLOCK(8, 12, 16, 20, 24, 28, "ldr r0, [r12], #8\n\t", "ldr r2, [lr, #32]!\n\t", "ldr r3, [lr, #4]\n\t")
#define MATMUL_SUMS                                                                                                                    \
    MATMUL_START(32, 16, 20, 24, 28, "ldr r3, [lr, #36]\n\t", "ldr r2, [lr, #32]!\n\t") "ldr pc, [sp, #28]\n\t"                        \
    ".balign 4\n\t"                                                                                                                    \
    "5:\n\t" MATMUL_FIRST_WORDS(32)                                                                                                    \
    "2:\n\t" MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT MATMUL_LAST(8, 12, 16, 20, 24, 28) \
    "cmp lr, r2\n\tbne 5b\n\t"

#define MATMUL_SHARED_SUMS                                                                                                             \
    MATMUL_START(48, 24, 28, 32, 36, "ldr r3, [lr, #8]\n\t", "ldr r2, [lr, #4]\n\t") "b 2f\n\t"                                        \
    ".balign 4\n\t"                                                                                                                    \
    "5:\n\t" MATMUL_FIRST_WORDS(48)                                                                                                    \
    MATMUL_BLOCK(8, 12, 24, 28, 32, 36, "ldr r0, [r12], #8\n\t", "ldr r2, [lr, #4]\n\t", "ldr r3, [lr, #8]\n\t")                       \
    "2:\n\t" MATMUL_BLOCK(12, 16, 28, 32, 36, 40, "ldr r0, [r12], #8\n\t", "ldr r2, [lr, #8]\n\t", "ldr r3, [lr, #12]\n\t")             \
    MATMUL_LAST(16, 20, 32, 36, 40, 44) "cmp lr, r2\n\tbne 5b\n\t"
#else
#define MATMUL_BLOCK(odd0, odd2, even0, even2)                                                                                         \
    "ldrd r0, r1, [r12], #8\n\tldrd r2, r3, " odd0 "\n\t"                                                                              \
    "smlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\tsmlad r5, r0, r3, r5\n\tsmlad r9, r1, r3, r9\n\t"                                 \
    "ldrd r2, r3, [lr, #" #odd2 "]\n\t"                                                                                                \
    "smlad r6, r0, r2, r6\n\tsmlad r10, r1, r2, r10\n\tsmlad r7, r0, r3, r7\n\tsmlad r11, r1, r3, r11\n\t" MATMUL_EVEN(even0, even2)
#define MATMUL_EVEN(even0, even2)                                                                                                      \
    "ldrd r2, r3, [lr, #" #even0 "]\n\tsxtb16 r0, r0\n\tsxtb16 r1, r1\n\t"                                                             \
    "smlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\tsmlad r5, r0, r3, r5\n\tsmlad r9, r1, r3, r9\n\t"                                 \
    "ldrd r2, r3, [lr, #" #even2 "]\n\t"                                                                                               \
    "smlad r6, r0, r2, r6\n\tsmlad r10, r1, r2, r10\n\tsmlad r7, r0, r3, r7\n\tsmlad r11, r1, r3, r11\n\t"

#define MATMUL_BLOCK_BYTES "92"
#define MATMUL_BLOCKS "4"
/* The first block, which adds to the biases, so the last pixels come first. */
#define MATMUL_START(step, even0, even2)                                                                                               \
    "ldrd r0, r1, [r12], #8\n\tldrd r2, r3, [lr, #" #step " + 8]\n\t"                                                                  \
    "smlad r6, r0, r2, r4\n\tsmlad r10, r1, r2, r8\n\tsmlad r7, r0, r3, r4\n\tsmlad r11, r1, r3, r8\n\t"                               \
    "ldrd r2, r3, [lr, #" #step "]!\n\t"                                                                                               \
    "smlad r5, r0, r3, r4\n\tsmlad r9, r1, r3, r8\n\tsmlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\t" MATMUL_EVEN(even0, even2)
#define MATMUL_NEXT MATMUL_BLOCK("[lr, #32]!", 8, 16, 24)
#define MATMUL_SUMS                                                                                                                    \
    MATMUL_START(32, 16, 24) "ldr pc, [sp, #28]\n\t"                                                                                               \
    ".balign 4\n\t"                                                                                                                    \
    "2:\n\t" MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT MATMUL_NEXT "ldr r2, [sp, #12]\n\tcmp lr, r2\n\tbne 2b\n\t"

#define MATMUL_SHARED_SUMS                                                                                                             \
    MATMUL_START(48, 24, 32) "b 2f\n\t"                                                                                                \
    ".balign 4\n\t"                                                                                                                    \
    "5:\n\t" MATMUL_BLOCK("[lr, #48]!", 8, 24, 32)                                                                                     \
    "2:\n\t" MATMUL_BLOCK("[lr, #4]", 12, 28, 36) MATMUL_BLOCK("[lr, #8]", 16, 32, 40)                                                 \
    "ldr r2, [sp, #12]\n\tcmp lr, r2\n\tbne 5b\n\t"
#endif

/* The address of the values, r1, less a step, and what it is after the last of the steps, r3, in r4; then where the loop begins after the first block. */
#define MATMUL_SETUP                                                                                                                   \
    "subs r1, #32\n\tadd r4, r1, r3, lsl #5\n\tstrd r1, r4, [sp, #8]\n\tadr r4, 2f\n\trsb r1, r3, #1\n\t"                              \
    "ands r1, r1, #" MATMUL_BLOCKS " - 1\n\tmovs r2, #" MATMUL_BLOCK_BYTES "\n\tmla r4, r1, r2, r4\n\torr r4, r4, #1\n\tstr r4, [sp, #28]\n\t"
#define MATMUL_SHARED_SETUP "subs r1, #48\n\tadd r3, r3, r3, lsl #1\n\tadd r4, r1, r3, lsl #4\n\tstrd r1, r4, [sp, #8]\n\t"

/* Four sums at a time, so that none waits for the multiplier; M is in r1. */
#define MATMUL_RELU(sum, offset, free) "smmla " sum ", " sum ", r1, " offset "\n\t"
#define MATMUL_LINEAR(sum, offset, free)                                                                                               \
    "asr " free ", " sum ", #31\n\tadd " free ", " offset ", " free ", lsl #7\n\tsmmla " sum ", " sum ", r1, " free "\n\t"
#define MATMUL_ANY(sum)
#define MATMUL_WITHIN(sum)                                                                                                             \
    "ldr r1, [sp, #32]\n\tcmp " sum ", r1\n\tit lt\n\tmovlt " sum ", r1\n\t"                                                           \
    "ldr r1, [sp, #36]\n\tcmp " sum ", r1\n\tit gt\n\tmovgt " sum ", r1\n\t"
/* A channel's outputs for four pixels; r3 and r2 are the bytes to the second and the fourth. Ends at the next channel. */
#define MATMUL_OUTPUTS(scale, limit, offset, shift, free, load_steps, a, b, c, d)                                                      \
    "ldrd r1, " offset ", [r0], #8\n\tand " shift ", " offset ", #31\n\tsub " offset ", " offset ", " shift "\n\t"                     \
    scale(a, offset, free) scale(b, offset, free) scale(c, offset, free) scale(d, offset, free)                                        \
    "asr " a ", " a ", " shift "\n\tasr " b ", " b ", " shift "\n\tasr " c ", " c ", " shift "\n\tasr " d ", " d ", " shift "\n\t"     \
    load_steps                                                                                                                         \
    MATMUL_SATURATE(b) limit(b) MATMUL_SATURATE(c) limit(c) "strb " b ", [lr, r3]\n\t"                                                 \
    MATMUL_SATURATE(d) limit(d) "strb " c ", [lr, r3, lsl #1]\n\t"                                                                     \
    MATMUL_SATURATE(a) limit(a) "strb " d ", [lr, r2]\n\tstrb " a ", [lr], #1\n\t"
#define MATMUL_SATURATE(sum) "ssat " sum ", #8, " sum ", asr #1\n\t"

/*
 * Stack: pair, output, address of the values less a step, its value after the last one, outputs, three times that, address of the last output,
 * where the loop begins, min, max.
 */
#define MATMUL_BEGIN(setup, sums)                                                                                                      \
    "ldmia r0, {r12, lr}\n\tldrd r3, r4, [r0, #8]\n\t" /* weights, pairs; fours, outputs */                                            \
    "mov r0, lr\n\tmov lr, r2\n\t"                                                                                                     \
    "add r2, r2, r4\n\tsubs r2, #2\n\tadd r5, r4, r4, lsl #1\n\tstrd r4, r5, [sp, #16]\n\tstr r2, [sp, #24]\n\t" setup                \
    ".balign 4\n\t1:\n\t"                                                                                                              \
    "ldmia r0!, {r4, r8}\n\tstrd r0, lr, [sp]\n\tldr lr, [sp, #8]\n\t" sums
#define MATMUL_END(scale, limit)                                                                                                       \
    "ldr r0, [sp]\n\t"                                                                                                                 \
    MATMUL_OUTPUTS(scale, limit, "r2", "r3", "lr", "ldr lr, [sp, #4]\n\tldrd r3, r2, [sp, #16]\n\t", "r4", "r5", "r6", "r7")           \
    MATMUL_OUTPUTS(scale, limit, "r4", "r5", "r6", "", "r8", "r9", "r10", "r11")                                                       \
    "ldr r1, [sp, #24]\n\tcmp lr, r1\n\tbls 1b\n\t"                                                                                    \
    "sub lr, #1\n\tcmp lr, r1\n\tbeq 1b\n\t" /* an odd number of outputs: one channel back */                                          \
    "add sp, #44\n\tpop {r4-r11, pc}\n\t"
#define MATMUL_FUNCTION(name)                                                                                                          \
    __attribute__((naked)) void name(                                                                                                  \
        const struct matmul *layer __attribute__((unused)), const lanes *columns __attribute__((unused)),                              \
        int8_t *output __attribute__((unused)))

#define DEFINE_MATMUL(name, setup, sums, scale, limit)                                                                                 \
    MATMUL_FUNCTION(name)                                                                                                              \
    {                                                                                                                                  \
        __asm__("push {r4-r11, lr}\n\tsub sp, #44\n\tldrd r5, r6, [r0, #16]\n\tstrd r5, r6, [sp, #32]\n\t" /* clamp */                 \
                MATMUL_BEGIN(setup, sums) MATMUL_END(scale, limit));                                                                   \
    }

#if defined(MCUSIM_DUAL_ISSUE)
/* Both activations behind the same products, whose loop is long; in the place of the clamp lies the address of what follows the loop. */
#define DEFINE_MATMUL_EITHER(name, setup, sums)                                                                                        \
    void name##_either(const struct matmul *layer, const lanes *columns, int8_t *output);                                              \
    MATMUL_FUNCTION(name##_relu) { __asm__("movs r3, #0\n\tb.w " #name "_either"); }                                                   \
    MATMUL_FUNCTION(name##_linear) { __asm__("movs r3, #1\n\tb.w " #name "_either"); }                                                 \
    MATMUL_FUNCTION(name##_either)                                                                                                     \
    {                                                                                                                                  \
        __asm__("push {r4-r11, lr}\n\tsub sp, #44\n\t"                                                                                 \
                "adr.w r4, 7f\n\tadr.w r5, 8f\n\tcmp r3, #0\n\tit ne\n\tmovne r4, r5\n\torr r4, r4, #1\n\tstr r4, [sp, #32]\n\t"       \
                MATMUL_BEGIN(setup, sums) "ldr pc, [sp, #32]\n\t"                                                                      \
                ".balign 4\n\t7:\n\t" MATMUL_END(MATMUL_RELU, MATMUL_ANY) ".balign 4\n\t8:\n\t" MATMUL_END(MATMUL_LINEAR, MATMUL_ANY)); \
    }
#else
#define DEFINE_MATMUL_EITHER(name, setup, sums)                                                                                        \
    DEFINE_MATMUL(name##_relu, setup, sums, MATMUL_RELU, MATMUL_ANY)                                                                   \
    DEFINE_MATMUL(name##_linear, setup, sums, MATMUL_LINEAR, MATMUL_ANY)
#endif

DEFINE_MATMUL_EITHER(mcusim_matmul_four, MATMUL_SETUP, MATMUL_SUMS)
DEFINE_MATMUL(mcusim_matmul_four_clamped, MATMUL_SETUP, MATMUL_SUMS, MATMUL_LINEAR, MATMUL_WITHIN)
DEFINE_MATMUL_EITHER(mcusim_matmul_shared, MATMUL_SHARED_SETUP, MATMUL_SHARED_SUMS)
DEFINE_MATMUL(mcusim_matmul_shared_clamped, MATMUL_SHARED_SETUP, MATMUL_SHARED_SUMS, MATMUL_LINEAR, MATMUL_WITHIN)

#else

/* words from one group of values to the next; taps of four values in a group, a word apart, the even words behind the odd ones. */
ALWAYS_INLINE void multiply_four(
    const struct matmul *layer, const lanes *columns, int8_t *output, enum activation activation, int32_t words, int32_t taps)
{
    for (int32_t p = 0; p < 4; p++)
        for (int32_t c = 0; c < layer->outputs; c++) {
            const int32_t of_pair = c == layer->outputs - 1 ? 1 : c % 2;
            const struct channel_pair *const pair = layer->pairs + c / 2;
            const int8_t *weights = layer->weights + (8 * taps * layer->fours * (c / 2) + 4 * of_pair);
            int32_t sum = pair->bias[of_pair];
            for (int32_t i = 0; i < layer->fours * taps; i++) {
                const uint32_t word = load_word(weights + 8 * i);
                const lanes *const values = columns + words * (i / taps) + i % taps + p;
                sum = smlad(sxtb16(word), values[words / 2], smlad(word, values[0], sum));
            }
            sum = requantise_scaled(sum, unpack_scale(pair->scale[of_pair]), activation, layer->clamp_min, layer->clamp_max);
            *output++ = (int8_t)sum;
        }
}

#define DEFINE_MATMUL(name, activation, words, taps)                                                                                   \
    void name(const struct matmul *layer, const lanes *columns, int8_t *output)                                                        \
    {                                                                                                                                  \
        multiply_four(layer, columns, output, activation, words, taps);                                                                \
    }

DEFINE_MATMUL(mcusim_matmul_four_relu, ACTIVATION_RELU, 8, 1)
DEFINE_MATMUL(mcusim_matmul_four_linear, ACTIVATION_LINEAR, 8, 1)
DEFINE_MATMUL(mcusim_matmul_four_clamped, ACTIVATION_CLAMPED, 8, 1)
DEFINE_MATMUL(mcusim_matmul_shared_relu, ACTIVATION_RELU, 12, 3)
DEFINE_MATMUL(mcusim_matmul_shared_linear, ACTIVATION_LINEAR, 12, 3)
DEFINE_MATMUL(mcusim_matmul_shared_clamped, ACTIVATION_CLAMPED, 12, 3)

#endif
