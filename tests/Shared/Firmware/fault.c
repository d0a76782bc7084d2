__attribute__((noinline)) void poke(volatile int *where)
{
    *where = 1;
}

int main(void)
{
    poke((volatile int *)0x90000000);
    return 0;
}
