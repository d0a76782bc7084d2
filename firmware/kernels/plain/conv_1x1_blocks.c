/*
 * The products of conv_1x1_blocks.h on Armv6-M, which has eight registers for arithmetic: sums stay in the upper ones, where only additions
 * reach them. Thirteen instructions for four products.
 */
#include "conv_1x1_blocks.h"

#if defined(__ARM_ARCH_6M__)

#define PRODUCTS                                                                                                                       \
    "ldrsb r5, [r1, r0]\n\tldrsb r6, [r3, r0]\n\tmov r7, r5\n\tmuls r7, r6\n\tadd r8, r7\n\t"                                          \
    "ldrsb r7, [r4, r0]\n\tmuls r5, r7\n\tadd r9, r5\n\tldrsb r5, [r2, r0]\n\tmuls r6, r5\n\tadd r10, r6\n\t"                          \
    "muls r5, r7\n\tadd r11, r5\n\tadds r0, #1\n\t"

/* r0 counts up to zero from minus the values that are left; r1..r4 are the ends of both pixels and of both channels' weights. */
__attribute__((naked)) void mcusim_products_2x2(
    int32_t sums[4] __attribute__((unused)), const int8_t *first __attribute__((unused)), const int8_t *second __attribute__((unused)),
    const int8_t *weights __attribute__((unused)), const int8_t *next_weights __attribute__((unused)), int32_t count __attribute__((unused)))
{
    __asm__(
        ".syntax unified\n\t"
        "push {r0, r4-r7, lr}\n\tmov r4, r8\n\tmov r5, r9\n\tmov r6, r10\n\tmov r7, r11\n\tpush {r4-r7}\n\t"
        "ldmia r0!, {r4, r5, r6, r7}\n\tmov r8, r4\n\tmov r9, r5\n\tmov r10, r6\n\tmov r11, r7\n\t"
        "ldr r4, [sp, #40]\n\tldr r5, [sp, #44]\n\t"
        "adds r1, r5\n\tadds r2, r5\n\tadds r3, r5\n\tadds r4, r5\n\trsbs r0, r5, #0\n\t"
        "lsls r5, r0, #30\n\tbeq 2f\n\t"
        "1:\n\t" PRODUCTS "lsls r5, r0, #30\n\tbne 1b\n\tcmp r0, #0\n\tbeq 3f\n\t"
        "2:\n\t" PRODUCTS PRODUCTS PRODUCTS PRODUCTS "bne 2b\n\t"
        "3:\n\t"
        "ldr r0, [sp, #16]\n\tmov r4, r8\n\tmov r5, r9\n\tmov r6, r10\n\tmov r7, r11\n\tstmia r0!, {r4, r5, r6, r7}\n\t"
        "pop {r4-r7}\n\tmov r8, r4\n\tmov r9, r5\n\tmov r10, r6\n\tmov r11, r7\n\tpop {r0, r4-r7, pc}");
}

#endif
