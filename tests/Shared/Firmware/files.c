#include <stdio.h>
#include <string.h>

static void try(const char *name)
{
    FILE *file = fopen(name, "w");
    printf("%s: %s\n", name, file ? "open" : "refused");
    if (file)
        fclose(file);
}

/* newlib's rename needs link(), which semihosting does not have. */
static int rename_file(const char *from, const char *to)
{
    const void *block[4] = { from, (void *)strlen(from), to, (void *)strlen(to) };
    register int r0 __asm("r0") = 0x0F; /* SYS_RENAME */
    register const void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

int main(void)
{
    char text[32] = "";
    FILE *file = fopen("inside.txt", "w");
    if (!file)
        return 1;
    fputs("first line\n", file);
    fclose(file);
    file = fopen("inside.txt", "r+");
    fseek(file, 6, SEEK_SET);
    if (!fgets(text, sizeof text, file))
        return 2;
    printf("read %s", text);
    fclose(file);
    if (rename_file("inside.txt", "renamed.txt") != 0)
        return 3;
    file = fopen("left.txt", "w");
    if (!file || fclose(file) || remove("left.txt"))
        return 4;
    if (remove("left.txt") == 0)
        return 5;
    try("../outside.txt");
    try("/tmp/mcusim-outside.txt");
    try("link/outside.txt");
    try("linked.txt");
    try("folder/../../outside.txt");
    return 0;
}
