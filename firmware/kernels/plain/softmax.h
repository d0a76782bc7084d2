/*
 * SOFTMAX over the last dimension in plain C. The 256 possible exponentials are a table; the reciprocal of their sum is gemmlowp's.
 * Source of the arithmetic: TensorFlow Lite reference/softmax.h and gemmlowp fixedpoint.h. "Qn" below means n integer bits.
 */
#ifndef MCUSIM_KERNELS_PLAIN_SOFTMAX_H
#define MCUSIM_KERNELS_PLAIN_SOFTMAX_H

#include "../requantise.h"

struct softmax {
    const int8_t *input;
    int8_t *output;              /* may be the input */
    const int32_t *exponentials; /* Q0: exp(-d * beta * scale) for d = 0 to 255 */
    int32_t rows, depth;
};

#define SOFTMAX_SUM_INTEGER_BITS 12

ALWAYS_INLINE int32_t saturating_shift_left(int32_t value, int32_t places)
{
    int32_t threshold = (1 << (31 - places)) - 1;
    return value > threshold ? INT32_MAX : value < -threshold ? INT32_MIN : shift_left(value, places);
}

/* 1 / (1 + a) for a in [0, 1], Q0, by three Newton-Raphson steps from 48/17 - 32/17 * (1 + a) / 2. */
static inline int32_t one_over_one_plus(int32_t a)
{
    int32_t half_denominator = (int32_t)(((int64_t)a + INT32_MAX + 1) / 2);
    int32_t x = 1515870810 + doubling_high_multiply(half_denominator, -1010580540); /* Q2 */
    for (int step = 0; step < 3; step++) {
        int32_t error = (1 << 29) - doubling_high_multiply(half_denominator, x);
        x += saturating_shift_left(doubling_high_multiply(x, error), 2);
    }
    return saturating_shift_left(x, 1);
}

ALWAYS_INLINE void softmax(const struct softmax layer)
{
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t row = 0; row < layer.rows; row++) {
        int32_t largest = INT8_MIN;
        for (int32_t i = 0; i < layer.depth; i++)
            largest = input[i] > largest ? input[i] : largest;
        int32_t sum = 0;
        for (int32_t i = 0; i < layer.depth; i++)
            sum += rounding_shift_right(layer.exponentials[largest - input[i]], SOFTMAX_SUM_INTEGER_BITS);
        const int32_t headroom = __builtin_clz((uint32_t)sum);
        const int32_t reciprocal = one_over_one_plus((int32_t)(((uint32_t)sum << headroom) - 0x80000000u));
        const int32_t shift = SOFTMAX_SUM_INTEGER_BITS - headroom + 23;
        for (int32_t i = 0; i < layer.depth; i++) {
            int32_t share = doubling_high_multiply(reciprocal, layer.exponentials[largest - input[i]]);
            output[i] = (int8_t)clamp(rounding_shift_right(share, shift) + INT8_MIN, INT8_MIN, INT8_MAX);
        }
        input += layer.depth;
        output += layer.depth;
    }
}

#endif
