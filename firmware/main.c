/* Waits for inputs, runs the network, and again. */
#include "model.h"

/* Whoever drives the board stops here to write the inputs (mcusim_input_0 ...) and to read the outputs (mcusim_output_0 ...). */
__attribute__((noinline, noclone)) void mcusim_wait(void)
{
    __asm__ volatile("" ::: "memory");
}

int main(void)
{
#ifdef MCUSIM_STATE_BYTES
    mcusim_restart();
#endif
    for (;;) {
        mcusim_wait();
        mcusim_invoke();
    }
}
