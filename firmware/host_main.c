/*
 * The network as a program of the host: reads the bytes of all inputs from standard input, writes the bytes of all outputs to standard
 * output, and again until the input ends.
 */
#include <stdio.h>
#include <string.h>

#include "model.h"

int main(void)
{
    static unsigned char frame[MCUSIM_FRAME_BYTES];
    while (fread(frame, 1, MCUSIM_INPUT_BYTES, stdin) == MCUSIM_INPUT_BYTES) {
        const unsigned char *from = frame;
        for (size_t i = 0; i < MCUSIM_INPUT_COUNT; i++) {
            memcpy(mcusim_inputs[i].data, from, mcusim_inputs[i].bytes);
            from += mcusim_inputs[i].bytes;
        }
        mcusim_invoke();
        for (size_t i = 0; i < MCUSIM_OUTPUT_COUNT; i++)
            if (fwrite(mcusim_outputs[i].data, 1, mcusim_outputs[i].bytes, stdout) != mcusim_outputs[i].bytes)
                return 1;
        if (fflush(stdout) != 0)
            return 1;
    }
    return 0;
}
