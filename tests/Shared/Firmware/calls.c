/* A call tree that is known exactly. */
#include <stdint.h>

volatile uint32_t sum;

__attribute__((noinline)) void leaf(uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        sum += i;
}

__attribute__((noinline)) void middle(void)
{
    leaf(10);
    leaf(20);
    sum++;
}

__attribute__((noinline)) uint32_t factorial(uint32_t n)
{
    uint32_t rest = n < 2 ? 1 : factorial(n - 1);
    sum += n;
    return n < 2 ? 1 : n * rest;
}

static void finish(uint32_t code)
{
    uint32_t block[2] = { 0x20026, code };
    register uint32_t r0 __asm("r0") = 0x20; /* SYS_EXIT_EXTENDED */
    register void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : : "r"(r0), "r"(r1) : "memory");
}

int main(void)
{
    for (int i = 0; i < 5; i++)
        middle();
    leaf(1);
    finish(factorial(6) == 720 ? 0 : 1);
    return 0;
}
