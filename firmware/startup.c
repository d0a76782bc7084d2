/*
 * From reset to main: vector table, FPU, caches, initialised data. No clock is set up: the board's clock is a figure of its board file.
 * Sources: Armv7-M ARM (DDI 0403E) B3.2 for the registers; CMSIS core_cm7 / armv7m_cachel1.h for the order of the cache sequence.
 */
#include <stdint.h>

#include "board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define VTOR REGISTER(0xE000ED08)
#define CCR REGISTER(0xE000ED14)
#define CCSIDR REGISTER(0xE000ED80)
#define CSSELR REGISTER(0xE000ED84)
#define CPACR REGISTER(0xE000ED88)
#define ICIALLU REGISTER(0xE000EF50)
#define DCISW REGISTER(0xE000EF60)

#define CPACR_FULL_ACCESS_CP10_CP11 (0xFu << 20)
#define CCR_DATA_CACHE (1u << 16)
#define CCR_INSTRUCTION_CACHE (1u << 17)

/* Set by the linker. */
extern uint32_t __stack_top[], __data_load[], __data_start[], __data_end[], __bss_start[], __bss_end[];

extern int main(void);
void mcusim_reset(void);
void mcusim_fault(void);

/* Every fault and every interrupt ends here: nothing enables one. */
__attribute__((noinline)) void mcusim_fault(void)
{
    for (;;)
        __asm__ volatile("");
}

static inline void barriers(void)
{
    __asm__ volatile("dsb\n\tisb" ::: "memory");
}

#if BOARD_HAS_INSTRUCTION_CACHE
static inline void enable_instruction_cache(void)
{
    barriers();
    ICIALLU = 0;
    barriers();
    CCR |= CCR_INSTRUCTION_CACHE;
    barriers();
}
#endif

#if BOARD_HAS_DATA_CACHE
static inline void enable_data_cache(void)
{
    CSSELR = 0;
    barriers();
    const uint32_t sizes = CCSIDR;
    for (int32_t set = (int32_t)(sizes >> 13 & 0x7FFF); set >= 0; set--)
        for (int32_t way = (int32_t)(sizes >> 3 & 0x3FF); way >= 0; way--)
            DCISW = ((uint32_t)set << 5 & 0x3FE0) | (uint32_t)way << 30;
    barriers();
    CCR |= CCR_DATA_CACHE;
    barriers();
}
#endif

__attribute__((noreturn)) void mcusim_reset(void)
{
#if BOARD_HAS_VECTOR_TABLE_OFFSET
    VTOR = BOARD_VECTOR_TABLE;
#endif
#if BOARD_HAS_FPU
    CPACR |= CPACR_FULL_ACCESS_CP10_CP11;
    barriers();
#endif
#if BOARD_HAS_INSTRUCTION_CACHE
    enable_instruction_cache();
#endif
#if BOARD_HAS_DATA_CACHE
    enable_data_cache();
#endif
    const uint32_t *from = __data_load;
    for (uint32_t *to = __data_start; to < __data_end; to++)
        *to = *from++;
    for (uint32_t *to = __bss_start; to < __bss_end; to++)
        *to = 0;
    barriers();
    main();
    for (;;)
        mcusim_fault();
}

/* Stack pointer, reset, and the 14 other system exceptions of the architecture. */
__attribute__((section(".vectors"), used)) static const union {
    const uint32_t *stack;
    void (*handler)(void);
} vectors[16] = {
    { .stack = __stack_top },
    { .handler = mcusim_reset },
    { .handler = mcusim_fault }, /* NMI */
    { .handler = mcusim_fault }, /* HardFault */
    { .handler = mcusim_fault }, /* MemManage */
    { .handler = mcusim_fault }, /* BusFault */
    { .handler = mcusim_fault }, /* UsageFault */
    { .handler = mcusim_fault }, /* SecureFault */
    { .handler = 0 },
    { .handler = 0 },
    { .handler = 0 },
    { .handler = mcusim_fault }, /* SVCall */
    { .handler = mcusim_fault }, /* DebugMonitor */
    { .handler = 0 },
    { .handler = mcusim_fault }, /* PendSV */
    { .handler = mcusim_fault }, /* SysTick */
};
