@ What programs find in an RP2350's boot ROM when they run on its Arm cores (RP2350 datasheet, sections 5.1.9 and 5.4): the header and the functions that the Pico SDK
@ calls. Our own code, so its time is not that of the chip's ROM. Built by firmware/rp2350/build (GCC 12.2) into src/McuSim.Machine/Chips/Rom/rp2350.hex, which a test compares.
    .syntax unified
    .thumb
    .text
    .global _start
_start:
    .word 0x20082000
    .word stop + 1          @ reset: programs start at their own vector table instead
    .word stop + 1          @ NMI
    .word stop + 1          @ HardFault
    .byte 'M', 'u', 2, 2    @ magic, version of the tables, version of the ROM (A2)
    .hword entries
    .hword look_up + 1

    .thumb_func
look_up:                    @ r0: code, r1: kind of entry, which codes tell already; its value, 0 when there is none
    ldr r2, =entries
1:  ldrh r3, [r2], #2
    ldrh r1, [r2], #2
    cbz r3, 2f
    cmp r3, r0
    bne 1b
2:  mov r0, r1              @ the last entry's value is 0
    bx lr

    .thumb_func
nothing:                    @ what leaves the flash as it is
    movs r0, #0
    bx lr

    .thumb_func
not_permitted:              @ partitions, one-time programmable memory and the like
    mvn r0, #3
    bx lr

    .thumb_func
stop:                       @ what is not here: USB boot
    bkpt #0x20
    b stop

    .thumb_func
reboot:                     @ r0: flags; to the program again, or to USB boot, which is not here
    and r0, #15
    cmp r0, #2
    beq stop
    ldr r0, =0xE000ED0C     @ AIRCR
    ldr r1, =0x05FA0004
    str r1, [r0]
    b .

    .thumb_func
system_info:                @ r0: words, r1: how many there is room for, r2: which; only the chip's number and identifier are known
    push {r4}
    and r3, r2, #1
    str r3, [r0], #4
    movs r4, #1
    cbz r3, 1f
    movs r3, #0             @ package, identifier
    str r3, [r0]
    ldr r3, =0x7553634D
    str r3, [r0, #4]
    str r3, [r0, #8]
    movs r4, #4
1:  mov r0, r4
    pop {r4}
    bx lr

    .equ flash_start, 0x10000000
    .equ flash_commands, 0x400D0F00 @ McuSim's own registers, where the chip's ROM sends commands to the flash: see boards/chips/rp2350.yaml

    .thumb_func
erase_range:                @ r0: offset, r1: count
    ldr r2, =flash_commands
    movs r3, #2
    str r3, [r2]
    add r0, #flash_start
1:  cmp r1, #0
    ble 2f
    str r0, [r2, #4]
    add r0, #4096
    sub r1, #4096
    b 1b
2:  movs r3, #0
    str r3, [r2]
    bx lr

    .thumb_func
program_range:              @ r0: offset, r1: data, r2: count
    push {r4}
    ldr r3, =flash_commands
    movs r4, #1
    str r4, [r3]
    add r0, #flash_start
1:  subs r2, #1
    bcc 2f
    ldrb r4, [r1], #1
    strb r4, [r0], #1
    b 1b
2:  movs r4, #0
    str r4, [r3]
    pop {r4}
    bx lr
    .pool

    .macro entry first, second, value
    .byte \first, \second
    .hword \value
    .endm

    .balign 4
entries:
    entry 'U', 'B', stop + 1
    entry 'I', 'F', nothing + 1
    entry 'E', 'X', nothing + 1
    entry 'R', 'E', erase_range + 1
    entry 'R', 'P', program_range + 1
    entry 'F', 'C', nothing + 1
    entry 'C', 'X', nothing + 1
    entry 'X', 'M', nothing + 1
    entry 'R', 'A', nothing + 1
    entry 'S', 'R', nothing + 1
    entry 'S', 'S', nothing + 1
    entry 'R', 'B', reboot + 1
    entry 'G', 'S', system_info + 1
    entry 'G', 'P', not_permitted + 1
    entry 'L', 'P', not_permitted + 1
    entry 'O', 'A', not_permitted + 1
    entry 'F', 'O', not_permitted + 1
    entry 'F', 'D', device
    entry 'X', 'F', setup_pointer
    entry 'G', 'R', revision
    .word 0
setup_pointer:
    .word setup
device:
    .word 0x0C00
revision:
    .word 0
setup:                      @ programs copy this to RAM and call it: flash that is always readable needs nothing
    bx lr
    nop
    .space 252
