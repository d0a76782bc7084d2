/*
 * matmul_four of matmul.h. In assembly, because eight sums, two weight words, two value words and two addresses are all fourteen
 * registers there are, which the compiler does not manage by itself; and in portable C.
 */
#include "matmul.h"

#if defined(__ARM_FEATURE_DSP)

/*
 * Four weights of two channels (at r12) by four pixels (odd words at lr + 32, even words behind). Sums: r4..r7 and r8..r11.
 * MATMUL_START makes the sums from the biases in r4 and r8. Every block has MATMUL_BLOCK_BYTES bytes.
 */
#define MATMUL_BLOCK_BYTES "92"
#define MATMUL_EVEN                                                                                                                    \
    "ldrd r2, r3, [lr, #16]\n\tsxtb16 r0, r0\n\tsxtb16 r1, r1\n\t"                                                                     \
    "smlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\tsmlad r5, r0, r3, r5\n\tsmlad r9, r1, r3, r9\n\t"                                 \
    "ldrd r2, r3, [lr, #24]\n\t"                                                                                                       \
    "smlad r6, r0, r2, r6\n\tsmlad r10, r1, r2, r10\n\tsmlad r7, r0, r3, r7\n\tsmlad r11, r1, r3, r11\n\t"
#define MATMUL_START                                                                                                                   \
    "ldrd r0, r1, [r12], #8\n\tldrd r2, r3, [lr, #40]\n\t"                                                                             \
    "smlad r6, r0, r2, r4\n\tsmlad r10, r1, r2, r8\n\tsmlad r7, r0, r3, r4\n\tsmlad r11, r1, r3, r8\n\t"                               \
    "ldrd r2, r3, [lr, #32]!\n\t"                                                                                                      \
    "smlad r5, r0, r3, r4\n\tsmlad r9, r1, r3, r8\n\tsmlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\t" MATMUL_EVEN
#define MATMUL_BLOCK                                                                                                                   \
    "ldrd r0, r1, [r12], #8\n\tldrd r2, r3, [lr, #32]!\n\t"                                                                            \
    "smlad r4, r0, r2, r4\n\tsmlad r8, r1, r2, r8\n\tsmlad r5, r0, r3, r5\n\tsmlad r9, r1, r3, r9\n\t"                                 \
    "ldrd r2, r3, [lr, #8]\n\t"                                                                                                        \
    "smlad r6, r0, r2, r6\n\tsmlad r10, r1, r2, r10\n\tsmlad r7, r0, r3, r7\n\tsmlad r11, r1, r3, r11\n\t" MATMUL_EVEN

/* Loads a struct packed_scale into r1..r3, as the fields of a struct scale. */
#define MATMUL_SCALE "ldrd r1, r2, [r0], #8\n\tand r3, r2, #31\n\tsubs r2, r2, r3\n\t"
#define MATMUL_RELU(sum) "smmla " sum ", " sum ", r1, r2\n\tasr " sum ", " sum ", r3\n\tssat " sum ", #8, " sum ", asr #1\n\t"
#define MATMUL_LINEAR(sum) "asr r12, " sum ", #31\n\tadd r12, r2, r12, lsl #7\n\tsmmla " sum ", " sum ", r1, r12\n\t"                   \
    "asr " sum ", " sum ", r3\n\tssat " sum ", #8, " sum ", asr #1\n\t"

#define MATMUL_CLAMPED(sum) MATMUL_LINEAR(sum)                                                                                         \
    "ldr r12, [sp, #32]\n\tcmp " sum ", r12\n\tit lt\n\tmovlt " sum ", r12\n\t"                                                        \
    "ldr r12, [sp, #36]\n\tcmp " sum ", r12\n\tit gt\n\tmovgt " sum ", r12\n\t"

/*
 * Stack: pair, output, address of the values - 32, its value after the last block, outputs, address of the last output, weights, where to
 * go on after MATMUL_START so that the loop of four blocks ends with the last, min, max.
 */
#define DEFINE_MATMUL_FOUR(name, requantise)                                                                                           \
    __attribute__((naked)) void name(                                                                                                  \
        const struct matmul *layer __attribute__((unused)), const lanes *columns __attribute__((unused)),                              \
        int8_t *output __attribute__((unused)))                                                                                        \
    {                                                                                                                                  \
        __asm__(                                                                                                                       \
            "push {r4-r11, lr}\n\tsub sp, #44\n\t"                                                                                     \
            "ldrd r5, r6, [r0, #16]\n\tstrd r5, r6, [sp, #32]\n\t" /* clamp */                                                         \
            "ldmia r0, {r12, lr}\n\tldrd r3, r4, [r0, #8]\n\t"     /* weights, pairs; fours, outputs */                                \
            "mov r0, lr\n\tmov lr, r2\n\t"                                                                                             \
            "add r2, r2, r4\n\tsubs r2, #2\n\tstrd r4, r2, [sp, #16]\n\t"                                                              \
            "subs r1, #32\n\tadd r4, r1, r3, lsl #5\n\tstrd r1, r4, [sp, #8]\n\t"                                                      \
            "rsb r1, r3, #1\n\tands r1, r1, #3\n\tmovs r2, #" MATMUL_BLOCK_BYTES "\n\tadr r4, 2f\n\tmla r4, r1, r2, r4\n\t"            \
            "cmp r3, #1\n\tit eq\n\taddeq r4, r4, #4f - 2f\n\torr r4, r4, #1\n\tstr r4, [sp, #28]\n\t"                                 \
            "1:\n\t"                                                                                                                   \
            "ldmia r0!, {r4, r8}\n\tstrd r0, lr, [sp]\n\tldr lr, [sp, #8]\n\t" MATMUL_START "ldr pc, [sp, #28]\n\t"                    \
            ".balign 4\n\t"                                                                                                            \
            "2:\n\t" MATMUL_BLOCK MATMUL_BLOCK MATMUL_BLOCK MATMUL_BLOCK                                                               \
            "ldr r2, [sp, #12]\n\tcmp lr, r2\n\tbne 2b\n\t"                                                                            \
            "4:\n\t"                                                                                                                   \
            "str r12, [sp, #24]\n\tldrd r0, lr, [sp]\n\t" MATMUL_SCALE                                                                 \
            requantise("r4") "strb r4, [lr]\n\tldr r4, [sp, #16]\n\t"                                                                  \
            requantise("r5") "strb r5, [lr, r4]\n\t"                                                                                   \
            requantise("r6") "strb r6, [lr, r4, lsl #1]\n\tadd r5, lr, r4, lsl #1\n\t"                                                 \
            requantise("r7") "strb r7, [r5, r4]\n\t"                                                                                   \
            MATMUL_SCALE "adds r5, #1\n\t"                                                                                             \
            requantise("r8") "strb r8, [lr, #1]!\n\t"                                                                                  \
            requantise("r9") "strb r9, [lr, r4]\n\t"                                                                                   \
            requantise("r10") "strb r10, [lr, r4, lsl #1]\n\t"                                                                         \
            requantise("r11") "strb r11, [r5, r4]\n\t"                                                                                 \
            "ldrd r1, r12, [sp, #20]\n\tadd lr, #1\n\tcmp lr, r1\n\tbls 1b\n\t"                                                        \
            "sub lr, #1\n\tcmp lr, r1\n\tbeq 1b\n\t" /* an odd number of outputs: one channel back */                                  \
            "add sp, #44\n\tpop {r4-r11, pc}");                                                                                        \
    }

#else

ALWAYS_INLINE void multiply_four(const struct matmul *layer, const lanes *columns, int8_t *output, enum activation activation)
{
    for (int32_t p = 0; p < 4; p++)
        for (int32_t c = 0; c < layer->outputs; c++) {
            const int32_t of_pair = c == layer->outputs - 1 ? 1 : c % 2;
            const struct channel_pair *const pair = layer->pairs + c / 2;
            const int8_t *weights = layer->weights + (8 * layer->fours * (c / 2) + 4 * of_pair);
            int32_t sum = pair->bias[of_pair];
            for (int32_t i = 0; i < layer->fours; i++) {
                const uint32_t word = load_word(weights + 8 * i);
                sum = smlad(sxtb16(word), columns[8 * i + p + 4], smlad(word, columns[8 * i + p], sum));
            }
            sum = requantise_scaled(sum, unpack_scale(pair->scale[of_pair]), activation, layer->clamp_min, layer->clamp_max);
            *output++ = (int8_t)sum;
        }
}

#define MATMUL_RELU ACTIVATION_RELU
#define MATMUL_LINEAR ACTIVATION_LINEAR
#define MATMUL_CLAMPED ACTIVATION_CLAMPED
#define DEFINE_MATMUL_FOUR(name, activation)                                                                                           \
    void name(const struct matmul *layer, const lanes *columns, int8_t *output)                                                        \
    {                                                                                                                                  \
        multiply_four(layer, columns, output, activation);                                                                             \
    }

#endif

DEFINE_MATMUL_FOUR(mcusim_matmul_four_relu, MATMUL_RELU)
DEFINE_MATMUL_FOUR(mcusim_matmul_four_linear, MATMUL_LINEAR)
DEFINE_MATMUL_FOUR(mcusim_matmul_four_clamped, MATMUL_CLAMPED)
