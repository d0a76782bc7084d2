/*
 * Layers computed together, a few rows at a time. What the first layers read and what the last one writes lie whole in the arena; of a
 * tensor between them a buffer (a band) holds only the rows that some layer will still read, lowest row first, and nothing is computed
 * twice. Row r of an output reads the input rows r * stride - pad and the reach - 1 after it, as far as they exist.
 */
#ifndef MCUSIM_KERNELS_STREAM_H
#define MCUSIM_KERNELS_STREAM_H

#include "intrinsics.h"

/* What a layer computes at once: the input pointers are those of the first row that the outputs read. */
struct stream_rows {
    const int8_t *inputs[2];
    int8_t *output;
    int32_t input_rows;  /* from there on, as far as they exist */
    int32_t pad_top;     /* rows of padding above them */
    int32_t output_rows;
};

enum stream_kind {
    STREAM_INPUT,  /* whole, computed before */
    STREAM_OUTPUT, /* whole, computed here */
    STREAM_BAND,   /* some rows */
};

struct stream_tensor {
    int8_t *bytes;
    int32_t rows, row_bytes;
    enum stream_kind kind;
};

struct stream_stage {
    void (*compute)(const struct stream_rows *rows);
    uint8_t inputs[2], output; /* which tensors; with one input both are the same */
    int32_t stride, pad, reach;
};

/* The rows of a tensor that are there: from first, at the start of its bytes, to end; how far it must get; the first row to keep. */
struct stream_held {
    int32_t first, end, wanted, keep;
};

struct stream {
    const struct stream_tensor *tensors;
    const struct stream_stage *stages; /* in order; the last one's output is the stream's */
    struct stream_held *held;          /* as many as tensors, all zero */
    int32_t tensor_count, stage_count;
    int32_t rows; /* rows of the last output per step */
};

void mcusim_stream(const struct stream *stream);

#endif
