/* The walk over a stream; the planner walks the same way (StreamWalk) when it works out how many rows every band holds. */
#include "stream.h"

static int32_t larger_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Works back from the output's next rows to the rows wanted of every tensor, and which rows of it will be read from now on. */
static void stream_look_ahead(const struct stream *s)
{
    for (int32_t t = 0; t < s->tensor_count; t++) {
        s->held[t].wanted = s->held[t].end;
        s->held[t].keep = s->tensors[t].rows;
    }
    const struct stream_stage *stage = s->stages + s->stage_count - 1;
    struct stream_held *const last = s->held + stage->output;
    last->wanted = min32(last->end + s->rows, s->tensors[stage->output].rows);
    for (; stage >= s->stages; stage--) {
        const struct stream_held *const output = s->held + stage->output;
        for (int32_t i = 0; i < 2; i++) {
            struct stream_held *const input = s->held + stage->inputs[i];
            input->keep = min32(input->keep, larger_of(output->end * stage->stride - stage->pad, 0));
            if (output->wanted > output->end) {
                const int32_t end = (output->wanted - 1) * stage->stride - stage->pad + stage->reach;
                input->wanted = larger_of(input->wanted, min32(end, s->tensors[stage->inputs[i]].rows));
            }
        }
    }
}

/* Moves the rows that are kept to the start of their band. */
static void stream_make_room(const struct stream_tensor *tensor, struct stream_held *held)
{
    const int32_t keep = min32(held->keep, held->end);
    if (tensor->kind != STREAM_BAND || keep <= held->first)
        return;
    __builtin_memmove(
        tensor->bytes, tensor->bytes + (keep - held->first) * tensor->row_bytes, (size_t)((held->end - keep) * tensor->row_bytes));
    held->first = keep;
}

static void stream_compute(const struct stream *s, const struct stream_stage *stage)
{
    const struct stream_tensor *const output = s->tensors + stage->output;
    struct stream_held *const held = s->held + stage->output;
    stream_make_room(output, held);
    const int32_t top = held->end * stage->stride - stage->pad, start = larger_of(top, 0);
    struct stream_rows rows = {
        .output = output->bytes + (held->end - held->first) * output->row_bytes,
        .input_rows = s->held[stage->inputs[0]].end - start,
        .pad_top = start - top,
        .output_rows = held->wanted - held->end,
    };
    for (int32_t i = 0; i < 2; i++) {
        const struct stream_tensor *const input = s->tensors + stage->inputs[i];
        rows.inputs[i] = input->bytes + (start - s->held[stage->inputs[i]].first) * input->row_bytes;
    }
    stage->compute(&rows);
    held->end = held->wanted;
}

void mcusim_stream(const struct stream *s)
{
    for (int32_t t = 0; t < s->tensor_count; t++)
        s->held[t].end = s->tensors[t].kind == STREAM_INPUT ? s->tensors[t].rows : 0;
    const int32_t last = s->stages[s->stage_count - 1].output;
    while (s->held[last].end < s->tensors[last].rows) {
        stream_look_ahead(s);
        for (int32_t i = 0; i < s->stage_count; i++)
            if (s->held[s->stages[i].output].wanted > s->held[s->stages[i].output].end)
                stream_compute(s, s->stages + i);
    }
}
