/*
 * CONV_2D with a 3x3 window and stride 1 by Winograd's F(2x2, 3x3): four outputs of a channel from 16 products per input channel instead
 * of 36. Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks (arXiv 1509.09308), section 4.1. Exact, in integers: the
 * weights are transformed as (2G) g (2G)^T, which makes sums four times their value, and fit 16 bits, as the transformed values B^T d B do
 * (at most four bytes are added). Input channels are a multiple of four.
 *
 * Tiles of 2x2 outputs go in strips: the values of a strip are transformed, then every pair of output channels multiplied with them. Weights
 * lie transformed in flash (32 bytes per filter and input channel), or as int8 (9 bytes) and are transformed into scratch: all of them once
 * for the call, or those of a pair at a time, once for a strip.
 *
 * Transformed values, per four tiles and place of the 4x4 tile and per two channels: a word of two lanes for each of the four tiles.
 * Scratch: per input channel 32 bytes for each tile of a strip and 32 for each output channel whose transformed weights it holds; then 512
 * bytes for sums or, before there are any, 16 per input channel for a tile with padding, whichever is more.
 */
#ifndef MCUSIM_KERNELS_DSP_WINOGRAD_H
#define MCUSIM_KERNELS_DSP_WINOGRAD_H

#include "matmul.h"

enum winograd_weights {
    WINOGRAD_TRANSFORMED, /* in flash as mcusim_winograd_products reads them */
    WINOGRAD_ALL_AT_ONCE, /* int8, as mcusim_winograd_weights reads them */
    WINOGRAD_BY_PAIR,     /* likewise */
};

struct conv_2d_winograd {
    const int8_t *input;
    int8_t *output;
    lanes *scratch;
    const void *weights;
    const void *pairs;   /* struct channel_pair; a bias is 256 * (bias - input zero point * sum of weights) */
    int32_t batches, input_height, input_width, input_channels, output_height, output_width, output_channels;
    int32_t pad_top, pad_left;
    enum winograd_weights weights_kind;
    int32_t strip_tiles; /* a multiple of four */
    int32_t input_zero_point, clamp_min, clamp_max;
    enum activation activation;
};

/*
 * The products of one pair of output channels with four tiles: for each of the 16 places the sums over all input channels, in sums as
 * [place][channel of the pair][tile]. words is half the number of input channels; weights, per place and per two input channels: a word
 * for each channel of the pair.
 */
void mcusim_winograd_products(const uint32_t *weights, const lanes *values, int32_t words, int32_t *sums);

/* The weights of a pair of output channels for mcusim_winograd_products from int8: per four input channels, for each of the pair, nine words. */
void mcusim_winograd_weights(lanes *transformed, const int8_t *weights, int32_t words);

/* B^T along one dimension of four values. */
ALWAYS_INLINE void winograd_transform(uint32_t to[4], uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    to[0] = ssub16(a, c);
    to[1] = sadd16(b, c);
    to[2] = ssub16(c, b);
    to[3] = ssub16(b, d);
}

/* Transforms four channels of a 4x4 tile; place_words from one place to the next. */
ALWAYS_INLINE void winograd_four_channels(lanes *to, const int8_t *tile, int32_t row_step, int32_t column_step, int32_t place_words)
{
    uint32_t even[4][4], odd[4][4]; /* [column][row transformed] */
#pragma GCC unroll 4
    for (int32_t x = 0; x < 4; x++) {
        const int8_t *column = tile + x * column_step;
        const uint32_t a = load_word(column), b = load_word(column + row_step);
        const uint32_t c = load_word(column + 2 * row_step), d = load_word(column + 3 * row_step);
        winograd_transform(even[x], sxtb16(a), sxtb16(b), sxtb16(c), sxtb16(d));
        winograd_transform(odd[x], sxtb16_ror8(a), sxtb16_ror8(b), sxtb16_ror8(c), sxtb16_ror8(d));
    }
#pragma GCC unroll 4
    for (int32_t y = 0; y < 4; y++) {
        uint32_t places[4];
        winograd_transform(places, even[0][y], even[1][y], even[2][y], even[3][y]);
#pragma GCC unroll 4
        for (int32_t x = 0; x < 4; x++)
            to[x * place_words] = places[x];
        winograd_transform(places, odd[0][y], odd[1][y], odd[2][y], odd[3][y]);
#pragma GCC unroll 4
        for (int32_t x = 0; x < 4; x++)
            to[x * place_words + 4] = places[x];
        to += 4 * place_words;
    }
}

/* A 4x4 tile of the image whose first value is at row top and column left, copied with padding. */
static inline void winograd_copy_tile(
    const struct conv_2d_winograd *layer, int8_t *tile, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t channels = layer->input_channels;
    for (int32_t y = top; y < top + 4; y++)
        for (int32_t x = left; x < left + 4; x++, tile += channels)
            if (y < 0 || y >= layer->input_height || x < 0 || x >= layer->input_width)
                __builtin_memset(tile, layer->input_zero_point, (size_t)channels);
            else
                __builtin_memcpy(tile, image + (y * layer->input_width + x) * channels, (size_t)channels);
}

ALWAYS_INLINE void winograd_values(
    const struct conv_2d_winograd *layer, lanes *values, int8_t *copy, const int8_t *image, int32_t top, int32_t left)
{
    const int32_t channels = layer->input_channels;
    const int8_t *tile = image + (top * layer->input_width + left) * channels;
    int32_t row_step = layer->input_width * channels;
    if (top < 0 || top + 4 > layer->input_height || left < 0 || left + 4 > layer->input_width) {
        winograd_copy_tile(layer, copy, image, top, left);
        tile = copy;
        row_step = 4 * channels;
    }
    for (int32_t c = 0; c < channels; c += 4, tile += 4, values += 8)
        winograd_four_channels(values, tile, row_step, channels, 2 * channels);
}

/* Four outputs of one channel and tile from the sums of its 16 places, 8 words apart; each 256 times its value. */
ALWAYS_INLINE void winograd_outputs(int32_t outputs[4], const int32_t *sums, int32_t bias)
{
    int32_t rows[2][4];
#pragma GCC unroll 4
    for (int32_t x = 0; x < 4; x++) {
        const int32_t a = sums[8 * x], b = sums[8 * (x + 4)], c = sums[8 * (x + 8)], d = sums[8 * (x + 12)];
        rows[0][x] = wrapping_add(wrapping_add(a, b), c);
        rows[1][x] = wrapping_add(wrapping_add(b, -c), -d);
    }
#pragma GCC unroll 2
    for (int32_t y = 0; y < 2; y++) {
        const int32_t *row = rows[y];
        outputs[2 * y] = wrapping_add(bias, shift_left(wrapping_add(wrapping_add(row[0], row[1]), row[2]), 6));
        outputs[2 * y + 1] = wrapping_add(bias, shift_left(wrapping_add(wrapping_add(row[1], -row[2]), -row[3]), 6));
    }
}

/* A tile's place in the output; tiles go row by row. */
struct winograd_place {
    int32_t y, x;
};

ALWAYS_INLINE void winograd_advance(const struct conv_2d_winograd *layer, struct winograd_place *at)
{
    at->x += 2;
    if (at->x >= layer->output_width)
        *at = (struct winograd_place){at->y + 2, 0};
}

/* Both channels of a pair, the first at output, for up to four tiles from a place on, which moves. */
ALWAYS_INLINE void winograd_store(
    const struct conv_2d_winograd *layer, const int32_t *sums, const struct channel_pair *pair, int8_t *output, int32_t tiles,
    struct winograd_place *place)
{
    const int32_t channels = layer->output_channels, row = layer->output_width * channels;
    const struct winograd_place first = *place;
    for (int32_t of_pair = 0; of_pair < 2; of_pair++, output++, sums += 4) {
        const int32_t bias = pair->bias[of_pair];
        const struct scale scale = unpack_scale(pair->scale[of_pair]);
        *place = first;
        for (int32_t tile = 0; tile < tiles; tile++) {
            int32_t values[4];
            winograd_outputs(values, sums + tile, bias);
            int8_t *const at = output + place->y * row + place->x * channels;
            const int32_t below = place->y + 1 < layer->output_height, right = place->x + 1 < layer->output_width;
#pragma GCC unroll 4
            for (int32_t i = 0; i < 4; i++)
                if ((i < 2 || below) && (i % 2 == 0 || right))
                    at[i / 2 * row + i % 2 * channels] =
                        (int8_t)requantise_scaled(values[i], scale, layer->activation, layer->clamp_min, layer->clamp_max);
            winograd_advance(layer, place);
        }
    }
}

ALWAYS_INLINE void conv_2d_winograd(const struct conv_2d_winograd layer)
{
    const int32_t words = layer.input_channels / 2, pairs = (layer.output_channels + 1) / 2;
    const int32_t tiles = (layer.output_height + 1) / 2 * ((layer.output_width + 1) / 2);
    lanes *const transformed = layer.scratch + 16 * words * layer.strip_tiles;
    const int32_t held = layer.weights_kind == WINOGRAD_TRANSFORMED ? 0 : layer.weights_kind == WINOGRAD_BY_PAIR ? 1 : pairs;
    int32_t *const sums = (int32_t *)(transformed + 32 * words * held);
    int8_t *const copy = (int8_t *)sums;
    const int8_t *const int8_weights = layer.weights, *image = layer.input;
    int8_t *output = layer.output;
    if (layer.weights_kind == WINOGRAD_ALL_AT_ONCE)
        for (int32_t i = 0; i < pairs; i++)
            mcusim_winograd_weights(transformed + i * 32 * words, int8_weights + i * 36 * words, words);
    for (int32_t batch = 0; batch < layer.batches; batch++) {
        struct winograd_place next = {0, 0};
        for (int32_t left = tiles; left > 0; left -= layer.strip_tiles) {
            const struct winograd_place first = next;
            const int32_t strip = min32(left, layer.strip_tiles);
            for (int32_t tile = 0; tile < strip; tile++) {
                lanes *const values = layer.scratch + tile / 4 * 64 * words + tile % 4;
                winograd_values(&layer, values, copy, image, next.y - layer.pad_top, next.x - layer.pad_left);
                winograd_advance(&layer, &next);
            }
            const struct channel_pair *pair = layer.pairs;
            for (int32_t i = 0; i < pairs; i++, pair++) {
                const uint32_t *weights = transformed;
                if (layer.weights_kind == WINOGRAD_BY_PAIR)
                    mcusim_winograd_weights(transformed, int8_weights + i * 36 * words, words);
                else
                    weights = (layer.weights_kind == WINOGRAD_TRANSFORMED ? (const uint32_t *)layer.weights : transformed) + i * 32 * words;
                struct winograd_place place = first;
                for (int32_t tile = 0; tile < strip; tile += 4) {
                    mcusim_winograd_products(weights, layer.scratch + tile * 16 * words, words, sums);
                    winograd_store(&layer, sums, pair, output + min32(2 * i, layer.output_channels - 2), min32(strip - tile, 4), &place);
                }
            }
        }
        image += layer.input_height * layer.input_width * layer.input_channels;
        output += layer.output_height * layer.output_width * layer.output_channels;
    }
}

#endif
