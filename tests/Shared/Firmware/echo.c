/* Prints what it reads from standard input, in brackets. */
#include <stdio.h>

int main(void)
{
    int c;
    putchar('[');
    while ((c = getchar()) != EOF)
        putchar(c);
    puts("]");
    return 0;
}
