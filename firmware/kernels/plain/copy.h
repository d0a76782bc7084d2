/* Moves bytes: an operator that changes no value, where its output cannot share the memory of its input. */
#ifndef MCUSIM_KERNELS_PLAIN_COPY_H
#define MCUSIM_KERNELS_PLAIN_COPY_H

#include "../intrinsics.h"

struct copy {
    const void *input;
    void *output;
    int32_t bytes;
};

ALWAYS_INLINE void copy(const struct copy layer)
{
    memcpy(layer.output, layer.input, (size_t)layer.bytes);
}

#endif
