/* CONCATENATION in plain C: each outer index takes one run of bytes from every input in turn. An input may lie where its run goes. */
#ifndef MCUSIM_KERNELS_PLAIN_CONCATENATION_H
#define MCUSIM_KERNELS_PLAIN_CONCATENATION_H

#include "../intrinsics.h"

struct concatenation {
    const int8_t *const *inputs;
    const int32_t *run_bytes; /* per input: bytes of one run */
    int8_t *output;
    int32_t input_count, outer_count;
};

ALWAYS_INLINE void concatenation(const struct concatenation layer)
{
    int8_t *output = layer.output;
    for (int32_t outer = 0; outer < layer.outer_count; outer++)
        for (int32_t i = 0; i < layer.input_count; i++) {
            int32_t bytes = layer.run_bytes[i];
            const int8_t *from = layer.inputs[i] + outer * bytes;
            if (from != output)
                memcpy(output, from, (size_t)bytes);
            output += bytes;
        }
}

#endif
