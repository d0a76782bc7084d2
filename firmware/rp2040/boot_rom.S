@ What programs find in an RP2040's boot ROM (RP2040 datasheet, section 2.8.2 and 2.8.3): the header, the tables and the functions that the Pico SDK
@ calls. Our own code, so its time is not that of the chip's ROM. Assembled into src/McuSim.Machine/Chips/Rom/rp2040.hex, which a test compares:
@   arm-none-eabi-gcc -mcpu=cortex-m0plus -nostdlib -Wl,-Ttext=0 firmware/rp2040/boot_rom.S -o rom.elf && arm-none-eabi-objcopy -O ihex rom.elf rp2040.hex
    .syntax unified
    .thumb
    .text
    .global _start
_start:
    .word 0x20042000
    .word stop + 1          @ reset: programs start at their own vector table instead
    .word stop + 1          @ NMI
    .word stop + 1          @ HardFault
    .byte 'M', 'u', 1, 2    @ magic, version of the tables, version of the ROM
    .hword functions
    .hword data
    .hword look_up + 1
    .hword 0

    .thumb_func
look_up:                    @ r0: table, r1: code; the entry's value, 0 at the end
    ldrh r2, [r0]
    cmp r2, #0
    beq 1f
    ldrh r3, [r0, #2]
    adds r0, #4
    cmp r1, r2
    bne look_up
    mov r0, r3
    bx lr
1:  movs r0, #0
    bx lr

    .thumb_func
set:                        @ r0: where, r1: byte, r2: count; gives r0
    mov r3, r0
1:  subs r2, #1
    bcc nothing
    strb r1, [r3]
    adds r3, #1
    b 1b

    .thumb_func
set4:                       @ the same for whole aligned words
    push {r0, lr}
    uxtb r1, r1
    lsls r3, r1, #8
    orrs r1, r3
    lsls r3, r1, #16
    orrs r1, r3
1:  subs r2, #4
    bcc 2f
    stmia r0!, {r1}
    b 1b
2:  pop {r0, pc}

    .thumb_func
copy:                       @ r0: to, r1: from, r2: count; gives r0
    push {r0, r4, lr}
1:  subs r2, #1
    bcc 2f
    ldrb r3, [r1]
    strb r3, [r0]
    adds r0, #1
    adds r1, #1
    b 1b
2:  pop {r0, r4, pc}

    .thumb_func
copy44:                     @ the same for whole aligned words
    push {r0, r4, lr}
1:  subs r2, #4
    bcc 2f
    ldmia r1!, {r3}
    stmia r0!, {r3}
    b 1b
2:  pop {r0, r4, pc}

    .thumb_func
count_ones:
    movs r1, #0
1:  cmp r0, #0
    beq 2f
    subs r2, r0, #1
    ands r0, r2
    adds r1, #1
    b 1b
2:  mov r0, r1
    bx lr

    .thumb_func
reverse:                    @ the order of the bits
    movs r1, #0
    movs r2, #32
1:  lsrs r0, r0, #1
    adcs r1, r1
    subs r2, #1
    bne 1b
    mov r0, r1
    bx lr

    .thumb_func
leading_zeros:
    movs r1, #32
1:  cmp r0, #0
    beq 2f
    subs r1, #1
    lsrs r0, r0, #1
    b 1b
2:  mov r0, r1
    bx lr

    .thumb_func
trailing_zeros:
    movs r1, #32
    cmp r0, #0
    beq 2f
    movs r1, #0
1:  lsrs r0, r0, #1
    bcs 2f
    adds r1, #1
    b 1b
2:  mov r0, r1
    bx lr

    .thumb_func
nothing:                    @ flash commands that leave the flash readable, which it always is
    bx lr

    .thumb_func
stop:                       @ what is not here: floating point, programming the flash, USB boot
    bkpt #0x20
    b stop

    .macro entry first, second, value
    .byte \first, \second
    .hword \value
    .endm

    .balign 4
functions:
    entry 'P', '3', count_ones + 1
    entry 'R', '3', reverse + 1
    entry 'L', '3', leading_zeros + 1
    entry 'T', '3', trailing_zeros + 1
    entry 'M', 'S', set + 1
    entry 'S', '4', set4 + 1
    entry 'M', 'C', copy + 1
    entry 'C', '4', copy44 + 1
    entry 'U', 'B', stop + 1
    entry 'I', 'F', nothing + 1
    entry 'E', 'X', nothing + 1
    entry 'R', 'E', stop + 1
    entry 'R', 'P', stop + 1
    entry 'F', 'C', nothing + 1
    entry 'C', 'X', nothing + 1
    .hword 0
    .balign 4
data:
    entry 'S', 'F', float_table
    entry 'S', 'D', float_table
    .hword 0
    .hword 64               @ entries of the table that follows
float_table:
    .rept 64
    .word stop + 1
    .endr
