/*
 * The network as a program of the host: reads the bytes of all inputs from standard input, writes the bytes of all outputs to standard
 * output, and again until the input ends. Variables are read after the inputs and written after the outputs. With an argument it writes the whole arena after every function that an inference calls instead.
 */
#include <stdio.h>
#include <string.h>

#include "host_units.h"
#include "model.h"

static void (*const units[])(void) = { MCUSIM_UNITS NULL };

/* The variables: where they lie in the arena. */
static const struct {
    size_t offset, bytes;
} states[] = { MCUSIM_STATES { 0, 0 } };

#ifndef MCUSIM_STATE_BYTES
#define MCUSIM_STATE_BYTES 0
#endif
#define FRAME_BYTES (MCUSIM_INPUT_BYTES + MCUSIM_STATE_BYTES)

static int write_arena_after_each_unit(void)
{
    for (size_t i = 0; units[i] != NULL; i++) {
        units[i]();
        if (fwrite(mcusim_arena, 1, MCUSIM_ARENA_BYTES, stdout) != MCUSIM_ARENA_BYTES)
            return 0;
    }
    return 1;
}

static int write_outputs(void)
{
    mcusim_invoke();
    for (size_t i = 0; i < MCUSIM_OUTPUT_COUNT; i++)
        if (fwrite(mcusim_outputs[i].data, 1, mcusim_outputs[i].bytes, stdout) != mcusim_outputs[i].bytes)
            return 0;
    for (size_t i = 0; states[i].bytes > 0; i++)
        if (fwrite(mcusim_arena + states[i].offset, 1, states[i].bytes, stdout) != states[i].bytes)
            return 0;
    return 1;
}

int main(int argc, char **argv)
{
    static unsigned char frame[MCUSIM_FRAME_BYTES + MCUSIM_STATE_BYTES];
    (void)argv;
    while (fread(frame, 1, FRAME_BYTES, stdin) == FRAME_BYTES) {
        const unsigned char *from = frame;
        for (size_t i = 0; i < MCUSIM_INPUT_COUNT; i++) {
            memcpy(mcusim_inputs[i].data, from, mcusim_inputs[i].bytes);
            from += mcusim_inputs[i].bytes;
        }
        for (size_t i = 0; states[i].bytes > 0; i++) {
            memcpy(mcusim_arena + states[i].offset, from, states[i].bytes);
            from += states[i].bytes;
        }
        if (!(argc > 1 ? write_arena_after_each_unit() : write_outputs()) || fflush(stdout) != 0)
            return 1;
    }
    return 0;
}
