/* mcusim_widen_four of widen.h. In assembly, because eight words at work, four addresses and the mask are nearly all the registers there are. */
#include "widen.h"

#if defined(__ARM_FEATURE_DSP)

#if defined(MCUSIM_DUAL_ISSUE)
/* Two words a cycle. */
#define WIDEN_STORE(a, b, c, d) "stmia r0!, {" #a ", " #b ", " #c ", " #d "}\n\t"
#else
#define WIDEN_STORE(a, b, c, d) "str " #a ", [r0], #16\n\tstr " #b ", [r0, #-12]\n\tstr " #c ", [r0, #-8]\n\tstr " #d ", [r0, #-4]\n\t"
#endif

__attribute__((naked)) void mcusim_widen_four(
    lanes *columns __attribute__((unused)), const int8_t *values __attribute__((unused)), int32_t fours __attribute__((unused)),
    int32_t stride __attribute__((unused)))
{
    __asm__(
        "push {r4-r11, lr}\n\t"
        "add r12, r1, r3, lsl #1\n\tadd r2, r1, r2, lsl #2\n\tmov lr, #0x007F007F\n\t"
        ".balign 4\n\t1:\n\t"
        "ldr r5, [r1, r3]\n\tldr r4, [r1], #4\n\tldr r7, [r12, r3]\n\tldr r6, [r12], #4\n\t"
        "sxtb16 r8, r4, ror #8\n\tsxtb16 r9, r5, ror #8\n\tsxtb16 r10, r6, ror #8\n\tsxtb16 r11, r7, ror #8\n\t"
        WIDEN_STORE(r8, r9, r10, r11)
        "rev16 r4, r4\n\trev16 r5, r5\n\teor r4, lr\n\trev16 r6, r6\n\teor r5, lr\n\trev16 r7, r7\n\teor r6, lr\n\teor r7, lr\n\t"
        "cmp r1, r2\n\t"
        WIDEN_STORE(r4, r5, r6, r7)
        "bne 1b\n\t"
        "pop {r4-r11, pc}");
}

#else

void mcusim_widen_four(lanes *columns, const int8_t *values, int32_t fours, int32_t stride)
{
    for (int32_t p = 0; p < 4; p++)
        widen_one(columns + p, values + p * stride, 4 * fours, 4, 8);
}

#endif
