#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    printf("Hello, world: %d arguments\n", argc);
    for (int i = 1; i < argc; i++)
        printf("[%s]\n", argv[i]);
    char *memory = malloc(20000);
    if (!memory)
        return 1;
    memset(memory, 1, 20000);
    printf("%.2f %d\n", 3.25, memory[19999]);
    free(memory);
    return argc > 1 ? atoi(argv[1]) : 0;
}
