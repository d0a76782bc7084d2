/* Frames of known sizes: reset 8, outer 20 + 40, deep 24 + 1024, then one word at the bottom. 1116 bytes at the deepest. */
#include <stdint.h>

extern uint32_t __stack[];
void reset(void);

__asm(
    ".syntax unified\n.thumb\n.text\n"
    ".type leaf, %function\nleaf:\n sub sp, #64\n str r0, [sp]\n add sp, #64\n bx lr\n.size leaf, . - leaf\n"
    ".type deep, %function\ndeep:\n push {r3-r7, lr}\n sub.w sp, sp, #1024\n str r0, [sp]\n add.w sp, sp, #1024\n pop {r3-r7, pc}\n.size deep, . - deep\n"
    ".type outer, %function\nouter:\n push {r4-r7, lr}\n sub sp, #40\n bl leaf\n bl deep\n bl leaf\n add sp, #40\n pop {r4-r7, pc}\n.size outer, . - outer\n"
    ".type below, %function\nbelow:\n ldr r1, =0x20020000\n str r0, [r1]\n str r0, [r1, #100]\n bx lr\n.pool\n.size below, . - below\n"
    ".type reset, %function\n.global reset\nreset:\n push {r4, lr}\n bl below\n bl outer\n bl below\n"
    " movs r0, #0x18\n ldr r1, =0x20026\n bkpt 0xab\n b .\n.pool\n.size reset, . - reset\n");

__attribute__((section(".vectors"), used)) static const void *const vectors[] = { __stack, (void *)reset };
