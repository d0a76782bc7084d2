/*
 * UNIDIRECTIONAL_SEQUENCE_LSTM, int8 with a cell of int16. Source of the formulas: TensorFlow Lite Micro lstm_eval.h and the reference
 * integer_ops/logistic.h and tanh.h. What a step gives is what the next one reads, so it is read where the output has it; units see only their own cell.
 */
#ifndef MCUSIM_KERNELS_PLAIN_LSTM_H
#define MCUSIM_KERNELS_PLAIN_LSTM_H

#include "../requantise.h"

typedef int16_t __attribute__((may_alias)) lstm_cell; /* the arena is of bytes */

struct lstm {
    const int8_t *input;           /* [batch][step][input] */
    int8_t *output;                /* [batch][step][unit] */
    int8_t *hidden;                /* [batch][unit]: what the last step before gave */
    lstm_cell *cell;             /* [batch][unit] */
    const int8_t *weights;         /* [gate][unit][input]; gates: input, forget, cell, output */
    const int8_t *recurrent;       /* [gate][unit][unit] */
    const int32_t *bias;           /* [gate][unit], input offset folded in */
    const int32_t *recurrent_bias; /* [gate][unit]: the offset of what the step before gave */
    const int16_t *sigmoid;        /* 65536 / (1 + exp(-i / 24)) - 32768, i = 0 to 255 */
    int32_t multipliers[4], shifts[4], recurrent_multipliers[4], recurrent_shifts[4];
    int32_t forget_multiplier, forget_shift, update_multiplier, update_shift, give_multiplier, give_shift;
    int32_t cell_shift, cell_clip;
    int32_t batches, steps, inputs, units, output_zero_point;
    int32_t by_words; /* whether the core multiplies two pairs of 16-bit numbers at once */
};

ALWAYS_INLINE int32_t lstm_saturate(int32_t value)
{
    return clamp(value, -32768, 32767);
}

ALWAYS_INLINE int32_t lstm_dot(const int8_t *values, const int8_t *weights, int32_t count, int32_t sum, int32_t by_words)
{
    int32_t i = 0;
    if (by_words)
#pragma GCC unroll 4
        for (; i + 4 <= count; i += 4) {
            const uint32_t four_values = load_word(values + i), four_weights = load_word(weights + i);
            sum = smlad(sxtb16(four_values), sxtb16(four_weights), sum);
            sum = smlad(sxtb16_ror8(four_values), sxtb16_ror8(four_weights), sum);
        }
#pragma GCC unroll 8
    for (; i < count; i++)
        sum += values[i] * weights[i];
    return sum;
}

/* Three times the number, of 2^-12, that goes into a gate's function. */
ALWAYS_INLINE int32_t lstm_gate(const struct lstm *layer, int32_t gate, int32_t unit, const int8_t *input, const int8_t *before)
{
    const int32_t row = gate * layer->units + unit;
    const int32_t from_input = lstm_dot(input, layer->weights + row * layer->inputs, layer->inputs, layer->bias[row], layer->by_words);
    const int32_t from_before = lstm_dot(before, layer->recurrent + row * layer->units, layer->units, layer->recurrent_bias[row], layer->by_words);
    return 3 * lstm_saturate(
        lstm_saturate(requantise(from_input, layer->multipliers[gate], layer->shifts[gate]))
        + lstm_saturate(requantise(from_before, layer->recurrent_multipliers[gate], layer->recurrent_shifts[gate])));
}

ALWAYS_INLINE int32_t lstm_logistic(const int16_t *sigmoid, int32_t input)
{
    const int32_t magnitude = input < 0 ? -input : input, place = magnitude >> 9;
    int32_t result = 0x7FFF << 10;
    if (place < 255)
        result = ((sigmoid[place] + 32768) << 9) + (magnitude & 0x1FF) * (sigmoid[place + 1] - sigmoid[place]);
    return (input >= 0 ? result + (1 << 9) : (1 << 25) - result + (1 << 9) - 1) >> 10;
}

ALWAYS_INLINE int32_t lstm_tanh(const int16_t *sigmoid, int32_t input)
{
    const int32_t magnitude = input < 0 ? -input : input, place = magnitude >> 8;
    int32_t result = 0xFFFF << 8;
    if (place < 255)
        result = ((sigmoid[place] + 32768) << 8) + (magnitude & 0xFF) * (sigmoid[place + 1] - sigmoid[place]);
    return (input >= 0 ? result - (1 << 23) + (1 << 7) : -result + (1 << 23) + (1 << 7) - 1) >> 8;
}

ALWAYS_INLINE void lstm_step(const struct lstm *layer, const int8_t *input, const int8_t *before, lstm_cell *cell, int8_t *output)
{
    for (int32_t unit = 0; unit < layer->units; unit++) {
        const int32_t enters = lstm_logistic(layer->sigmoid, lstm_gate(layer, 0, unit, input, before));
        const int32_t stays = lstm_logistic(layer->sigmoid, lstm_gate(layer, 1, unit, input, before));
        const int32_t value = lstm_tanh(layer->sigmoid, lstm_gate(layer, 2, unit, input, before));
        const int32_t leaves = lstm_logistic(layer->sigmoid, lstm_gate(layer, 3, unit, input, before));
        const int32_t kept = lstm_saturate(requantise(stays * cell[unit], layer->forget_multiplier, layer->forget_shift));
        int32_t next = lstm_saturate(kept + lstm_saturate(requantise(enters * value, layer->update_multiplier, layer->update_shift)));
        if (layer->cell_clip > 0)
            next = clamp(next, -layer->cell_clip, layer->cell_clip);
        cell[unit] = (int16_t)next;
        const int32_t scaled = layer->cell_shift >= 0 ? next * (3 << layer->cell_shift) : (next * 3 + (1 << (-layer->cell_shift - 1))) >> -layer->cell_shift;
        const int32_t shown = requantise(lstm_tanh(layer->sigmoid, scaled) * leaves, layer->give_multiplier, layer->give_shift);
        output[unit] = (int8_t)clamp(shown + layer->output_zero_point, -128, 127);
    }
}

ALWAYS_INLINE void lstm(const struct lstm layer)
{
    const int8_t *input = layer.input;
    int8_t *output = layer.output;
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        int8_t *hidden = layer.hidden + batch * layer.units;
        const int8_t *before = hidden;
        for (int32_t step = 0; step < layer.steps; step++) {
            lstm_step(&layer, input, before, layer.cell + batch * layer.units, output);
            before = output;
            input += layer.inputs;
            output += layer.units;
        }
        memcpy(hidden, before, (size_t)layer.units);
    }
}

#endif
