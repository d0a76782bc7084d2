/* The same work twice: as the reset leaves the chip, then with both caches on. With ENABLE the caches are on from the start. */
#include <stdint.h>

#define CCR (*(volatile uint32_t *)0xE000ED14)

static volatile uint32_t words[256]; /* in SRAM on the bus */
static const uint32_t table[512] = { 1, 2, 3 };

__attribute__((noinline)) static uint32_t work(void)
{
    uint32_t sum = 0;
    for (int round = 0; round < 40; round++)
        for (unsigned i = 0; i < 256; i++)
            sum += words[i] + table[2 * i];
    return sum;
}

int main(void)
{
#ifdef ENABLE
    CCR |= 3u << 16;
#endif
    uint32_t sum = work();
    CCR |= 3u << 16;
    uint32_t block[2] = { 0x20026, work() - sum };
    register uint32_t r0 __asm("r0") = 0x20; /* SYS_EXIT_EXTENDED */
    register void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : : "r"(r0), "r"(r1) : "memory");
    return 0;
}
