/* Floating point of the RP2040's boot ROM as the datasheet describes it (section 2.8.3.2): denormals count as zero, there are no NaNs, conversions to whole
 * numbers round down and saturate. Our own code: a number is taken apart into sign, exponent and 63 bits, which single and double precision share;
 * sums, products, quotients and roots are rounded to nearest even, the other functions are computed in the 63 bits. Its time is not that of the chip's ROM. */
#include <stdint.h>

typedef uint32_t u32;
typedef int32_t i32;
typedef uint64_t u64;
typedef int64_t i64;

/* (-1)^s * m * 2^(e-62), 2^62 <= m < 2^63; m is 0 for zero, and e is INFINITE for what is too large. */
typedef struct { u64 m; i32 e; u32 s; } number;

enum { INFINITE = 1 << 20 };

/* GCC calls these for 64-bit shifts and products on Armv6-M. */
u64 __aeabi_llsl(u64 v, int n)
{
    u32 lo = (u32)v, hi = (u32)(v >> 32);
    if (n <= 0) return v;
    if (n >= 64) return 0;
    if (n >= 32) return (u64)(lo << (n - 32)) << 32;
    return ((u64)((hi << n) | (lo >> (32 - n))) << 32) | (lo << n);
}

u64 __aeabi_llsr(u64 v, int n)
{
    u32 lo = (u32)v, hi = (u32)(v >> 32);
    if (n <= 0) return v;
    if (n >= 64) return 0;
    if (n >= 32) return hi >> (n - 32);
    return ((u64)(hi >> n) << 32) | ((lo >> n) | (hi << (32 - n)));
}

static u64 times(u32 a, u32 b)
{
    u32 al = a & 0xFFFF, ah = a >> 16, bl = b & 0xFFFF, bh = b >> 16;
    u32 low = al * bl, middle = ah * bl + (low >> 16), other = al * bh + (middle & 0xFFFF);
    u32 high = ah * bh + (middle >> 16) + (other >> 16);
    return ((u64)high << 32) | ((other << 16) | (low & 0xFFFF));
}

static int zeros(u64 v)
{
    u32 part = (u32)(v >> 32);
    int n = 0;
    if (part == 0) { part = (u32)v; n = 32; }
    if (part == 0) return 64;
    if (part < 0x10000) { n += 16; part <<= 16; }
    if (part < 0x1000000) { n += 8; part <<= 8; }
    while ((i32)part >= 0) { n++; part <<= 1; }
    return n;
}

/* Shifts right; the last bit of the result is one when any bit is lost. */
static u64 shifted(u64 m, int n)
{
    if (n <= 0) return m;
    if (n > 63) return m != 0;
    return (m >> n) | ((m << (64 - n)) != 0);
}

static number made(u32 s, i32 e, u64 m)
{
    if (m == 0) return (number){ 0, 0, s };
    int n = zeros(m) - 1;
    if (n < 0) return (number){ shifted(m, 1), e + 1, s };
    return (number){ m << n, e - n, s };
}

static number from_double(u64 v)
{
    u32 high = (u32)(v >> 32), e = high >> 20 & 0x7FF;
    if (e == 0) return (number){ 0, 0, high >> 31 };
    if (e == 0x7FF) return (number){ 1ull << 62, INFINITE, high >> 31 };
    return (number){ ((v << 12 >> 2) | (1ull << 62)), (i32)e - 1023, high >> 31 };
}

static number from_float(u32 v)
{
    u32 e = v >> 23 & 0xFF;
    if (e == 0) return (number){ 0, 0, v >> 31 };
    if (e == 0xFF) return (number){ 1ull << 62, INFINITE, v >> 31 };
    return (number){ (u64)((v << 8 | 0x80000000u) >> 1) << 32, (i32)e - 127, v >> 31 };
}

static u64 to_double(number v)
{
    u64 sign = (u64)(v.s << 31) << 32;
    if (v.m == 0) return sign;
    u64 m = (v.m >> 10) + ((u32)v.m >> 9 & 1);
    if (((u32)v.m & 0x3FF) == 0x200) m &= ~1ull;
    if (m >> 53) { m >>= 1; v.e++; }
    if (v.e > 1023) return sign | (0x7FFull << 52);
    if (v.e < -1022) return sign;
    return sign | (((u64)(u32)(v.e + 1022) << 52) + m);
}

static u32 to_float(number v)
{
    u32 sign = v.s << 31;
    if (v.m == 0) return sign;
    u64 lost = v.m << 25;
    u32 m = (u32)(v.m >> 39) + (u32)(lost >> 63);
    if (lost == 1ull << 63) m &= ~1u;
    if (m >> 24) { m >>= 1; v.e++; }
    if (v.e > 127) return sign | 0x7F800000;
    if (v.e < -126) return sign;
    return sign | (((u32)(v.e + 126) << 23) + m);
}

static number sum(number a, number b)
{
    if (a.m == 0) { if (b.m == 0) a.s &= b.s; else a = b; return a; }
    if (b.m == 0) return a;
    if (a.e < b.e || (a.e == b.e && a.m < b.m)) { number other = a; a = b; b = other; }
    if (a.e == INFINITE) return a;
    u64 m = shifted(b.m, a.e - b.e);
    if (a.s == b.s) return made(a.s, a.e, a.m + m);
    if (a.m == m) return (number){ 0, 0, 0 };
    return made(a.s, a.e, a.m - m);
}

static number negative(number a) { a.s ^= 1; return a; }

static number product(number a, number b)
{
    u32 s = a.s ^ b.s;
    if (a.e == INFINITE || b.e == INFINITE) return (number){ 1ull << 62, INFINITE, s };
    if (a.m == 0 || b.m == 0) return (number){ 0, 0, s };
    u32 al = (u32)a.m, ah = (u32)(a.m >> 32), bl = (u32)b.m, bh = (u32)(b.m >> 32);
    u64 low = times(al, bl), first = times(ah, bl) + (u32)(low >> 32), second = times(al, bh) + (u32)first;
    u64 high = times(ah, bh) + (first >> 32) + (second >> 32);
    return made(s, a.e + b.e + 1, (high << 1) | ((u32)second >> 31) | (((u32)second << 1 | (u32)low) != 0));
}

static number quotient(number a, number b)
{
    u32 s = a.s ^ b.s;
    if (b.m == 0 || a.e == INFINITE) return (number){ 1ull << 62, INFINITE, s };
    if (a.m == 0 || b.e == INFINITE) return (number){ 0, 0, s };
    i32 e = a.e - b.e;
    u64 rest = a.m, q = 0;
    if (rest < b.m) { rest <<= 1; e--; }
    for (int i = 0; i < 58; i++) {
        q <<= 1;
        if (rest >= b.m) { rest -= b.m; q |= 1; }
        rest <<= 1;
    }
    return made(s, e, q << 5 | (rest != 0));
}

static number root(number a)
{
    if (a.m == 0) return a;
    if (a.s || a.e == INFINITE) return (number){ 1ull << 62, INFINITE, a.s };
    /* The root of m, two bits at a time: 58 bits of it are enough to round 53. */
    u64 rest = 0, r = 0, m = (a.e & 1) ? a.m << 1 : a.m;
    for (int i = 0; i < 58; i++) {
        rest = rest << 2 | m >> 62;
        m <<= 2;
        u64 trial = r << 2 | 1;
        r <<= 1;
        if (rest >= trial) { rest -= trial; r |= 1; }
    }
    return made(0, a.e >> 1, r << 5 | (rest != 0));
}

static number whole(u64 v, u32 s, i32 e) { return made(s, 62 - e, v); }

/* v * 2^bits rounded down, saturated to a word or two. */
static u64 fixed(number v, i32 bits, int width, int isSigned)
{
    u64 most = isSigned ? (1ull << (width - 1)) - 1 : width == 32 ? 0xFFFFFFFFu : ~0ull, least = isSigned ? ~most : 0;
    if (v.m == 0) return 0;
    i32 e = v.e == INFINITE ? INFINITE : v.e + bits;
    if (e >= width - isSigned) return v.s ? least : most;
    if (v.s && !isSigned) return 0;
    u64 m = e < 0 ? 0 : e >= 62 ? v.m << (e - 62) : v.m >> (62 - e);
    int isInexact = e < 0 || (e < 62 && (m << (62 - e)) != v.m);
    return v.s ? 0 - m - (u64)isInexact : m;
}

static i32 order(number a, number b)
{
    if (a.m == 0 && b.m == 0) return 0;
    if (a.m == 0) return b.s ? 1 : -1;
    if (b.m == 0) return a.s ? -1 : 1;
    if (a.s != b.s) return a.s ? -1 : 1;
    i32 larger = a.e != b.e ? (a.e > b.e ? 1 : -1) : a.m == b.m ? 0 : a.m > b.m ? 1 : -1;
    return a.s ? -larger : larger;
}

/* Constants; their last bits are those that follow in the expansion. */
static const number half_pi = { 0x6487ED5110B4611Aull, 0, 0 }, half_pi_rest = { 0x62633145C06E0E69ull, -64, 0 };
static const number two_over_pi = { 0x517CC1B727220A95ull, -1, 0 }, quarter_pi = { 0x6487ED5110B4611Aull, -1, 0 };
static const number log2e = { 0x5C551D94AE0BF85Eull, 0, 0 }, ln2 = { 0x58B90BFBE8E7BCD6ull, -1, 0 };
static const number one = { 1ull << 62, 0, 0 };

/* 1/n!, n = 0 to 19. */
static const struct { u64 m; i32 e; } inverse_factorials[] = {
    { 0x4000000000000000ull, 0 },
    { 0x4000000000000000ull, 0 },
    { 0x4000000000000000ull, -1 },
    { 0x5555555555555555ull, -3 },
    { 0x5555555555555555ull, -5 },
    { 0x4444444444444444ull, -7 },
    { 0x5B05B05B05B05B06ull, -10 },
    { 0x6806806806806807ull, -13 },
    { 0x6806806806806807ull, -16 },
    { 0x5C778E955B1CCE3Full, -19 },
    { 0x49F93EDDE27D71CCull, -22 },
    { 0x6B99159FD5138E40ull, -26 },
    { 0x47BB63BFE3625ED5ull, -29 },
    { 0x5849184EA1B425F3ull, -33 },
    { 0x64E5D2A301F27483ull, -37 },
    { 0x6B9FCF9CCEE07C47ull, -41 },
    { 0x6B9FCF9CCEE07C47ull, -45 },
    { 0x654B1DC0C2B529ADull, -49 },
    { 0x5A09E18EE5F65DEFull, -53 },
    { 0x4BD26D1A05055C93ull, -57 },
};

/* 1/(2n+1), n = 0 to 23. */
static const struct { u64 m; i32 e; } inverse_odds[] = {
    { 0x4000000000000000ull, 0 },
    { 0x5555555555555555ull, -2 },
    { 0x6666666666666666ull, -3 },
    { 0x4924924924924925ull, -3 },
    { 0x71C71C71C71C71C7ull, -4 },
    { 0x5D1745D1745D1746ull, -4 },
    { 0x4EC4EC4EC4EC4EC5ull, -4 },
    { 0x4444444444444444ull, -4 },
    { 0x7878787878787878ull, -5 },
    { 0x6BCA1AF286BCA1AFull, -5 },
    { 0x6186186186186186ull, -5 },
    { 0x590B21642C8590B2ull, -5 },
    { 0x51EB851EB851EB85ull, -5 },
    { 0x4BDA12F684BDA12Full, -5 },
    { 0x469EE58469EE5847ull, -5 },
    { 0x4210842108421084ull, -5 },
    { 0x7C1F07C1F07C1F08ull, -6 },
    { 0x7507507507507507ull, -6 },
    { 0x6EB3E45306EB3E45ull, -6 },
    { 0x6906906906906907ull, -6 },
    { 0x63E7063E7063E706ull, -6 },
    { 0x5F417D05F417D05Full, -6 },
    { 0x5B05B05B05B05B06ull, -6 },
    { 0x572620AE4C415C99ull, -6 },
};

/* The nearest whole number, for |v| < 2^31. */
static i32 nearest(number v)
{
    return (i32)(u32)fixed(sum(v, (number){ 1ull << 62, -1, 0 }), 0, 32, 1);
}

static number small(i32 k) { return whole(k < 0 ? (u32)-k : (u32)k, k < 0, 0); }

/* Sine and cosine: reduced to pi/4, then the Taylor series; terms are what the result's precision needs. */
static void sine_cosine(number x, number *sine, number *cosine, int terms)
{
    i32 k = 0;
    number r = x;
    if (x.e >= 30) r = (number){ 0, 0, 0 };
    else if (x.e >= -1) {
        k = nearest(product(x, two_over_pi));
        number n = negative(small(k));
        r = sum(sum(x, product(n, half_pi)), product(n, half_pi_rest));
    }
    number square = negative(product(r, r)), s = { 0, 0, 0 }, c = { 0, 0, 0 };
    for (int i = terms; i >= 0; i--) {
        number even = { inverse_factorials[2 * i].m, inverse_factorials[2 * i].e, 0 }, odd = { inverse_factorials[2 * i + 1].m, inverse_factorials[2 * i + 1].e, 0 };
        c = sum(product(c, square), even);
        s = sum(product(s, square), odd);
    }
    s = product(s, r);
    *sine = k & 1 ? c : s;
    *cosine = k & 1 ? s : c;
    if (k & 2) sine->s ^= 1;
    if ((k + 1) & 2) cosine->s ^= 1;
}

static number exponential(number x, int terms)
{
    if (x.m == 0) return one;
    if (x.e >= 12) return x.s ? (number){ 0, 0, 0 } : (number){ 1ull << 62, INFINITE, 0 };
    i32 k = nearest(product(x, log2e));
    number r = sum(x, negative(product(small(k), ln2))), y = { 0, 0, 0 };
    for (int i = terms; i >= 0; i--) {
        number term = { inverse_factorials[i].m, inverse_factorials[i].e, 0 };
        y = sum(product(y, r), term);
    }
    y.e += k;
    return y;
}

/* The sum of z^(2n+1)/(2n+1), with the signs of an inverse tangent or without. */
static number odd_series(number z, int isTangent, int terms)
{
    number square = product(z, z), y = { 0, 0, 0 };
    if (isTangent) square.s ^= 1;
    for (int i = terms; i >= 0; i--) {
        number term = { inverse_odds[i].m, inverse_odds[i].e, 0 };
        y = sum(product(y, square), term);
    }
    return product(y, z);
}

static number logarithm(number x, int terms)
{
    if (x.m == 0 || x.s) return (number){ 1ull << 62, INFINITE, 1 };
    if (x.e == INFINITE) return x;
    i32 e = x.e;
    x.e = 0;
    if (x.m > 0x5A827999FCEF3242ull) { x.e = -1; e++; }
    number y = odd_series(quotient(sum(x, negative(one)), sum(x, one)), 0, terms);
    y.e += y.m != 0;
    return sum(product(small(e), ln2), y);
}

static number angle(number y, number x, int terms)
{
    u32 sy = y.s, sx = x.s;
    number a = { 0, 0, 0 };
    y.s = x.s = 0;
    int isSteep = order(y, x) > 0;
    if (y.m != 0 && y.e == INFINITE && x.e == INFINITE) a = quarter_pi;
    else if (y.m != 0) {
        number z = isSteep ? quotient(x, y) : quotient(y, x), turn = { 0, 0, 0 };
        if (z.m != 0 && (z.e >= -1 || (z.e == -2 && z.m > 0x6A09E667F3BCC908ull))) {
            z = quotient(sum(z, negative(one)), sum(z, one));
            turn = quarter_pi;
        }
        a = sum(turn, odd_series(z, 1, terms));
        if (isSteep) a = sum(half_pi, negative(a));
    }
    if (sx) { number pi = half_pi; pi.e++; a = sum(pi, negative(a)); }
    a.s = sy;
    return a;
}

/* The functions by the order of their table (sf_table.h of the Pico SDK); rom_ keeps names apart from the library's. */
enum { SINGLE = 5, DOUBLE = 9, SINGLE_EXP = 10, DOUBLE_EXP = 17, SINGLE_LOG = 5, DOUBLE_LOG = 12, SINGLE_ANGLE = 9, DOUBLE_ANGLE = 23 };

/* The four operations of single precision are what most programs spend their time in: they have ways of their own in 32 bits.
 * m holds 24 bits and three more to round by, the last of which tells whether any bit is lost: 2^26 <= m < 2^27. */
static u32 packed(u32 sign, i32 e, u32 m)
{
    u32 rest = m & 7;
    m >>= 3;
    if (rest > 4 || (rest == 4 && (m & 1))) m++;
    if (m >> 24) { m >>= 1; e++; }
    if (e >= 255) return sign | 0x7F800000;
    if (e <= 0) return sign;
    return sign | ((u32)e << 23) | (m & 0x7FFFFF);
}

static inline int is_plain(u32 e) { return e - 1 < 254; }

u32 rom_fadd(u32 a, u32 b)
{
    if (a << 1 < b << 1) { u32 other = a; a = b; b = other; }
    u32 ea = a >> 23 & 0xFF, eb = b >> 23 & 0xFF;
    if (!is_plain(ea) || !is_plain(eb)) return to_float(sum(from_float(a), from_float(b)));
    u32 sign = a & 0x80000000u, ma = ((a & 0x7FFFFF) | 0x800000) << 3, mb = ((b & 0x7FFFFF) | 0x800000) << 3, n = ea - eb;
    i32 e = (i32)ea;
    if (n > 26) mb = 1;
    else { u32 kept = mb >> n; mb = kept | (kept << n != mb); }
    if (((a ^ b) & 0x80000000u) == 0) {
        ma += mb;
        if (ma >> 27) { ma = ma >> 1 | (ma & 1); e++; }
        return packed(sign, e, ma);
    }
    ma -= mb;
    if (ma == 0) return 0;
    while (ma < 1u << 19) { ma <<= 8; e -= 8; }
    while (ma < 1u << 26) { ma <<= 1; e--; }
    return packed(sign, e, ma);
}
u32 rom_fsub(u32 a, u32 b) { return rom_fadd(a, b ^ 0x80000000u); }
u32 rom_fmul(u32 a, u32 b)
{
    u32 sign = (a ^ b) & 0x80000000u, ea = a >> 23 & 0xFF, eb = b >> 23 & 0xFF;
    if (ea == 0xFF || eb == 0xFF) return sign | 0x7F800000;
    if (ea == 0 || eb == 0) return sign;
    u64 product = times(((a & 0x7FFFFF) | 0x800000) << 3, ((b & 0x7FFFFF) | 0x800000) << 8);
    u32 m = (u32)(product >> 32) << 1 | ((u32)product != 0);
    i32 e = (i32)(ea + eb) - 127;
    if (m >> 27) { m = m >> 1 | (m & 1); e++; }
    return packed(sign, e, m);
}
u32 rom_fdiv(u32 a, u32 b)
{
    u32 ea = a >> 23 & 0xFF, eb = b >> 23 & 0xFF;
    if (!is_plain(ea) || !is_plain(eb)) return to_float(quotient(from_float(a), from_float(b)));
    u32 rest = (a & 0x7FFFFF) | 0x800000, divisor = (b & 0x7FFFFF) | 0x800000, q = 0;
    i32 e = (i32)ea - (i32)eb + 127;
    if (rest < divisor) { rest <<= 1; e--; }
    for (int i = 0; i < 26; i++) {
        q <<= 1;
        if (rest >= divisor) { rest -= divisor; q |= 1; }
        rest <<= 1;
    }
    return packed((a ^ b) & 0x80000000u, e, q << 1 | (rest != 0));
}
i32 rom_fcmp(u32 a, u32 b) { return order(from_float(a), from_float(b)); }
u32 rom_fsqrt(u32 a) { return to_float(root(from_float(a))); }
u32 rom_float2fix(u32 a, i32 n) { return (u32)fixed(from_float(a), n, 32, 1); }
u32 rom_float2ufix(u32 a, i32 n) { return (u32)fixed(from_float(a), n, 32, 0); }
u32 rom_float2int(u32 a) { return rom_float2fix(a, 0); }
u32 rom_float2uint(u32 a) { return rom_float2ufix(a, 0); }
u32 rom_fix2float(i32 a, i32 n) { return to_float(whole(a < 0 ? 0u - (u32)a : (u32)a, (u32)a >> 31, n)); }
u32 rom_ufix2float(u32 a, i32 n) { return to_float(whole(a, 0, n)); }
u32 rom_int2float(i32 a) { return rom_fix2float(a, 0); }
u32 rom_uint2float(u32 a) { return rom_ufix2float(a, 0); }
u32 rom_fcos(u32 a) { number s, c; sine_cosine(from_float(a), &s, &c, SINGLE); return to_float(c); }
u64 rom_fsin(u32 a) { number s, c; sine_cosine(from_float(a), &s, &c, SINGLE); return (u64)to_float(c) << 32 | to_float(s); }
u32 rom_ftan(u32 a) { number s, c; sine_cosine(from_float(a), &s, &c, SINGLE); return to_float(quotient(s, c)); }
u32 rom_fexp(u32 a) { return to_float(exponential(from_float(a), SINGLE_EXP)); }
u32 rom_fln(u32 a) { return to_float(logarithm(from_float(a), SINGLE_LOG)); }
u32 rom_fatan2(u32 y, u32 x) { return to_float(angle(from_float(y), from_float(x), SINGLE_ANGLE)); }
u32 rom_fix642float(i64 a, i32 n) { return to_float(whole(a < 0 ? 0 - (u64)a : (u64)a, (u32)((u64)a >> 63), n)); }
u32 rom_ufix642float(u64 a, i32 n) { return to_float(whole(a, 0, n)); }
u32 rom_int642float(i64 a) { return rom_fix642float(a, 0); }
u32 rom_uint642float(u64 a) { return rom_ufix642float(a, 0); }
u64 rom_float2fix64(u32 a, i32 n) { return fixed(from_float(a), n, 64, 1); }
u64 rom_float2ufix64(u32 a, i32 n) { return fixed(from_float(a), n, 64, 0); }
u64 rom_float2int64(u32 a) { return rom_float2fix64(a, 0); }
u64 rom_float2uint64(u32 a) { return rom_float2ufix64(a, 0); }
u64 rom_float2double(u32 a) { return to_double(from_float(a)); }

u64 rom_dadd(u64 a, u64 b) { return to_double(sum(from_double(a), from_double(b))); }
u64 rom_dsub(u64 a, u64 b) { return to_double(sum(from_double(a), negative(from_double(b)))); }
u64 rom_dmul(u64 a, u64 b) { return to_double(product(from_double(a), from_double(b))); }
u64 rom_ddiv(u64 a, u64 b) { return to_double(quotient(from_double(a), from_double(b))); }
i32 rom_dcmp(u64 a, u64 b) { return order(from_double(a), from_double(b)); }
u64 rom_dsqrt(u64 a) { return to_double(root(from_double(a))); }
u32 rom_double2fix(u64 a, i32 n) { return (u32)fixed(from_double(a), n, 32, 1); }
u32 rom_double2ufix(u64 a, i32 n) { return (u32)fixed(from_double(a), n, 32, 0); }
u32 rom_double2int(u64 a) { return rom_double2fix(a, 0); }
u32 rom_double2uint(u64 a) { return rom_double2ufix(a, 0); }
u64 rom_fix2double(i32 a, i32 n) { return to_double(whole(a < 0 ? 0u - (u32)a : (u32)a, (u32)a >> 31, n)); }
u64 rom_ufix2double(u32 a, i32 n) { return to_double(whole(a, 0, n)); }
u64 rom_int2double(i32 a) { return rom_fix2double(a, 0); }
u64 rom_uint2double(u32 a) { return rom_ufix2double(a, 0); }
u64 rom_dcos(u64 a) { number s, c; sine_cosine(from_double(a), &s, &c, DOUBLE); return to_double(c); }
u64 rom_dsin(u64 a) { number s, c; sine_cosine(from_double(a), &s, &c, DOUBLE); return to_double(s); }
u64 rom_dtan(u64 a) { number s, c; sine_cosine(from_double(a), &s, &c, DOUBLE); return to_double(quotient(s, c)); }
void rom_dsincos_at(u64 a, u64 *to) { number s, c; sine_cosine(from_double(a), &s, &c, DOUBLE); to[0] = to_double(s); to[1] = to_double(c); }
u64 rom_dexp(u64 a) { return to_double(exponential(from_double(a), DOUBLE_EXP)); }
u64 rom_dln(u64 a) { return to_double(logarithm(from_double(a), DOUBLE_LOG)); }
u64 rom_datan2(u64 y, u64 x) { return to_double(angle(from_double(y), from_double(x), DOUBLE_ANGLE)); }
u64 rom_fix642double(i64 a, i32 n) { return to_double(whole(a < 0 ? 0 - (u64)a : (u64)a, (u32)((u64)a >> 63), n)); }
u64 rom_ufix642double(u64 a, i32 n) { return to_double(whole(a, 0, n)); }
u64 rom_int642double(i64 a) { return rom_fix642double(a, 0); }
u64 rom_uint642double(u64 a) { return rom_ufix642double(a, 0); }
u64 rom_double2fix64(u64 a, i32 n) { return fixed(from_double(a), n, 64, 1); }
u64 rom_double2ufix64(u64 a, i32 n) { return fixed(from_double(a), n, 64, 0); }
u64 rom_double2int64(u64 a) { return rom_double2fix64(a, 0); }
u64 rom_double2uint64(u64 a) { return rom_double2ufix64(a, 0); }
u32 rom_double2float(u64 a) { return to_float(from_double(a)); }
