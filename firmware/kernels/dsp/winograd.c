/* mcusim_winograd_products of winograd.h: in assembly for the same reason as matmul_four.c, and in portable C. */
#include "winograd.h"

#if defined(__ARM_FEATURE_DSP)

/* Two channels (a word of weights each, at r0) with four tiles (words at r1 + 16). Sums: r4..r7 and r8..r11. */
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
        "2:\n\t" WINOGRAD_BLOCK WINOGRAD_BLOCK WINOGRAD_BLOCK WINOGRAD_BLOCK
        "ldr r2, [sp, #12]\n\tcmp r1, r2\n\tbne 2b\n\t"
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
