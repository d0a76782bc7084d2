/* Start-up of a program without a library: it calls main and stays there. */
#include <stdint.h>

extern uint32_t __stack[];
extern int main(void);

void reset(void)
{
    main();
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const void *const vectors[] = { __stack, (void *)reset };
