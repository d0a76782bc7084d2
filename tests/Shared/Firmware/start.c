/* Start-up of a program that newlib's rdimon start code takes over. */
#include <stdint.h>

extern uint32_t __stack[], __data_start[], __data_end[], __data_load[];
extern void _start(void);

void reset(void)
{
    *(volatile uint32_t *)0xE000ED88 |= 0xFu << 20; /* CPACR: the FPU on */
    __asm volatile("dsb\n\tisb");
    const uint32_t *from = __data_load;
    for (uint32_t *to = __data_start; to < __data_end;)
        *to++ = *from++;
    _start();
}

__attribute__((section(".vectors"), used)) static const void *const vectors[] = { __stack, (void *)reset };
