volatile int never;

__attribute__((noinline)) void wait_for_ever(void)
{
    while (!never) {
    }
}

int main(void)
{
    wait_for_ever();
    return 0;
}
