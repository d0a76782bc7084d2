/* Any int8 function of one int8 argument, such as LOGISTIC, RELU or a change of quantisation: a table of its 256 values. */
#ifndef MCUSIM_KERNELS_PLAIN_LOOKUP_TABLE_H
#define MCUSIM_KERNELS_PLAIN_LOOKUP_TABLE_H

#include "../intrinsics.h"

struct lookup_table {
    const int8_t *input;
    int8_t *output;      /* may be the input */
    const int8_t *table; /* the value at -128 first */
    int32_t count;
};

ALWAYS_INLINE void lookup_table(const struct lookup_table layer)
{
    for (int32_t i = 0; i < layer.count; i++)
        layer.output[i] = layer.table[layer.input[i] + 128];
}

#endif
