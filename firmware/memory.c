/* memcpy, memmove and memset: the compiler may call them, and generated firmware links no C library. */
#include <stddef.h>
#include <stdint.h>

/* Without this GCC recognises the loops below as memset and memcpy, and makes these functions call themselves. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

struct __attribute__((packed, may_alias)) unaligned_word {
    uint32_t value;
};

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);

/* Whether words may be copied between these addresses: anywhere where the core allows unaligned access, else where both are aligned. */
static inline int words_work(const void *a, const void *b)
{
#if defined(__ARM_FEATURE_UNALIGNED)
    (void)a;
    (void)b;
    return 1;
#else
    return (((uintptr_t)a | (uintptr_t)b) & 3) == 0;
#endif
}

static inline void copy_word(uint8_t *to, const uint8_t *from)
{
#if defined(__ARM_FEATURE_UNALIGNED)
    ((struct unaligned_word *)to)->value = ((const struct unaligned_word *)from)->value;
#else
    typedef uint32_t __attribute__((may_alias)) word;
    *(word *)(void *)to = *(const word *)(const void *)from;
#endif
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    uint8_t *d = to;
    const uint8_t *s = from;
    if (words_work(d, s)) {
        for (; bytes >= 16; bytes -= 16, d += 16, s += 16) {
            copy_word(d, s);
            copy_word(d + 4, s + 4);
            copy_word(d + 8, s + 8);
            copy_word(d + 12, s + 12);
        }
        for (; bytes >= 4; bytes -= 4, d += 4, s += 4)
            copy_word(d, s);
    }
    while (bytes-- > 0)
        *d++ = *s++;
    return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
    if ((uintptr_t)to - (uintptr_t)from >= bytes)
        return memcpy(to, from, bytes);
    uint8_t *d = (uint8_t *)to + bytes;
    const uint8_t *s = (const uint8_t *)from + bytes;
    while (bytes-- > 0)
        *--d = *--s;
    return to;
}

void *memset(void *to, int value, size_t bytes)
{
    uint8_t *d = to;
    uint32_t word = (uint8_t)value * 0x01010101u;
    while (((uintptr_t)d & 3) != 0 && bytes > 0) {
        *d++ = (uint8_t)value;
        bytes--;
    }
    for (; bytes >= 4; bytes -= 4, d += 4)
        ((struct unaligned_word *)__builtin_assume_aligned(d, 4))->value = word;
    while (bytes-- > 0)
        *d++ = (uint8_t)value;
    return to;
}
