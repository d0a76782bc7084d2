/*
 * SOFTMAX over the last dimension in plain C. The 256 possible exponentials are a table, or are computed where few are needed; they and the
 * reciprocal of their sum are gemmlowp's.
 * Source of the arithmetic: TensorFlow Lite reference/softmax.h and gemmlowp fixedpoint.h. "Qn" below means n integer bits.
 */
#ifndef MCUSIM_KERNELS_PLAIN_SOFTMAX_H
#define MCUSIM_KERNELS_PLAIN_SOFTMAX_H

#include "../requantise.h"

struct softmax {
    const int8_t *input;
    int8_t *output;              /* may be the input */
    const int32_t *exponentials; /* Q0: exp(-d * beta * scale) for d = 0 to 255; or null */
    int32_t multiplier, shift;   /* of d, to Q5 */
    int32_t largest_difference;  /* beyond it an exponential is 0 */
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

/* exp(a) for a in [-1/4, 0), Q0: the series around -1/8. */
static inline int32_t exp_within_quarter(int32_t a)
{
    const int32_t x = a + (1 << 28), x2 = doubling_high_multiply(x, x);
    const int32_t x3 = doubling_high_multiply(x2, x), x4 = doubling_high_multiply(x2, x2);
    const int32_t sum = doubling_high_multiply(rounding_shift_right(x4, 2) + x3, 715827883) + x2; /* 1 / 3 */
    return 1895147668 + doubling_high_multiply(1895147668, x + rounding_shift_right(sum, 1));     /* exp(-1/8) */
}

/* exp(-a) for a positive, Q5: the rest of a quarter, then a factor for each binary digit above. */
static inline int32_t exp_of_negated(int32_t a)
{
    const int32_t quarter = 1 << 24, rest = (-a & (quarter - 1)) - quarter;
    const int32_t digits = rest + a;
    int32_t result = exp_within_quarter(shift_left(rest, 5));
#define SOFTMAX_DIGIT(place, power)                                                                                                    \
    if (digits & (1 << (26 + (place))))                                                                                                \
    result = doubling_high_multiply(result, power)
    SOFTMAX_DIGIT(-2, 1672461947);
    SOFTMAX_DIGIT(-1, 1302514674);
    SOFTMAX_DIGIT(0, 790015084);
    SOFTMAX_DIGIT(1, 290630308);
    SOFTMAX_DIGIT(2, 39332535);
    SOFTMAX_DIGIT(3, 720401);
    SOFTMAX_DIGIT(4, 242);
#undef SOFTMAX_DIGIT
    return result;
}

/* exp(-difference * beta * scale), Q0. */
ALWAYS_INLINE int32_t softmax_exponential(const struct softmax *layer, int32_t difference)
{
    if (layer->exponentials)
        return layer->exponentials[difference];
    if (difference > layer->largest_difference)
        return 0;
    const int32_t scaled = -requantise(-difference, layer->multiplier, layer->shift);
    return scaled == 0 ? INT32_MAX : exp_of_negated(scaled);
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
            sum += rounding_shift_right(softmax_exponential(&layer, largest - input[i]), SOFTMAX_SUM_INTEGER_BITS);
        const int32_t headroom = __builtin_clz((uint32_t)sum);
        const int32_t reciprocal = one_over_one_plus((int32_t)(((uint32_t)sum << headroom) - 0x80000000u));
        const int32_t shift = SOFTMAX_SUM_INTEGER_BITS - headroom + 23;
        for (int32_t i = 0; i < layer.depth; i++) {
            int32_t share = doubling_high_multiply(reciprocal, softmax_exponential(&layer, largest - input[i]));
            output[i] = (int8_t)clamp(rounding_shift_right(share, shift) + INT8_MIN, INT8_MIN, INT8_MAX);
        }
        input += layer.depth;
        output += layer.depth;
    }
}

#endif
