/*
 * Rows of values times a matrix of weights, for sums that do not fit the scaled form of matmul.h: many values per row, or factors outside its
 * range. Values are widened (widen.h) for every four outputs, no scratch is needed for it. A row is cut into segments whose sums do fit; the
 * sums of segments, without their factor 256, are added and requantised as in the reference.
 */
#ifndef MCUSIM_KERNELS_DSP_WIDE_H
#define MCUSIM_KERNELS_DSP_WIDE_H

#include "../requantise.h"
#include "widen.h"

struct wide_channel {
    int32_t bias, multiplier, shift;
};

struct wide {
    const int8_t *weights; /* as in struct matmul */
    const int32_t *starts; /* per pair of channels, per segment: of both, -256 * input zero point * sum of weights - 127 * sum of those in even places */
    const struct wide_channel *channels;
    int32_t inputs;
    int32_t segment; /* fours of values in a segment; the last has what is left */
    int32_t outputs; /* at least two; of an odd number the last pair is the last two */
    int32_t zero_point, clamp_min, clamp_max;
};

/* One row: writes outputs bytes. */
void mcusim_wide_row(const struct wide *layer, const int8_t *values, int8_t *output);

#endif
