@ What programs find in an RP2040's boot ROM (RP2040 datasheet, section 2.8.2 and 2.8.3): the header, the tables and the functions that the Pico SDK
@ calls. Our own code, so its time is not that of the chip's ROM. Built by firmware/rp2040/build (GCC 12.2) into src/McuSim.Machine/Chips/Rom/rp2040.hex,
@ which a test compares.
    .syntax unified
    .thumb
    .text
    .global _start
_start:
    .word 0x20042000
    .word stop + 1          @ reset: programs start at their own vector table instead
    .word stop + 1          @ NMI
    .word stop + 1          @ HardFault
    .byte 'M', 'u', 1, 3    @ magic, version of the tables, version of the ROM (RP2040-B2)
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
    .global memcpy          @ which GCC calls for structures
memcpy:
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
stop:                       @ what is not here: USB boot
    bkpt #0x20
    b stop

    .equ flash_start, 0x10000000
    .equ flash_commands, 0x18000C00 @ McuSim's own registers, where the chip's ROM sends commands to the flash: see boards/chips/rp2040.yaml

    .thumb_func
erase_range:                @ r0: offset, r1: count
    push {r4, lr}
    ldr r2, =flash_commands
    movs r3, #2
    str r3, [r2]
    ldr r3, =flash_start
    adds r0, r3
    movs r4, #1
    lsls r4, #12
1:  cmp r1, #0
    ble 2f
    str r0, [r2, #4]
    adds r0, r4
    subs r1, r4
    b 1b
2:  movs r3, #0
    str r3, [r2]
    pop {r4, pc}

    .thumb_func
program_range:              @ r0: offset, r1: data, r2: count
    push {r4, lr}
    ldr r3, =flash_commands
    movs r4, #1
    str r4, [r3]
    ldr r4, =flash_start
    adds r0, r4
1:  subs r2, #1
    bcc 2f
    ldrb r4, [r1]
    strb r4, [r0]
    adds r0, #1
    adds r1, #1
    b 1b
2:  movs r4, #0
    str r4, [r3]
    pop {r4, pc}

    .thumb_func
compare_flags:              @ the flags of r0 against r1, in single precision
    push {lr}
    bl rom_fcmp
    adds r0, #1
    cmp r0, #1
    pop {pc}

    .thumb_func
compare_double_flags:
    push {lr}
    bl rom_dcmp
    adds r0, #1
    cmp r0, #1
    pop {pc}

    .thumb_func
sine_cosine_double:         @ the sine in r0 and r1, the cosine in r2 and r3
    push {lr}
    sub sp, #16
    mov r2, sp
    bl rom_dsincos_at
    pop {r0, r1, r2, r3, pc}
    .pool

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
    entry 'R', 'E', erase_range + 1
    entry 'R', 'P', program_range + 1
    entry 'F', 'C', nothing + 1
    entry 'C', 'X', nothing + 1
    .hword 0
    .balign 4
data:
    entry 'S', 'F', float_table
    entry 'S', 'D', double_table
    entry 'C', 'R', name
    entry 'G', 'R', revision
    .hword 0
revision:
    .word 0
name:
    .asciz "McuSim"
    .balign 4

    .macro table_of type, other, single, flags, sine
    .word rom_\single\()add, rom_\single\()sub, rom_\single\()mul, rom_\single\()div, rom_\single\()cmp, \flags + 1, rom_\single\()sqrt
    .word rom_\type\()2int, rom_\type\()2fix, rom_\type\()2uint, rom_\type\()2ufix, rom_int2\type, rom_fix2\type, rom_uint2\type, rom_ufix2\type
    .word rom_\single\()cos, rom_\single\()sin, rom_\single\()tan, \sine, rom_\single\()exp, rom_\single\()ln, rom_\single\()cmp, rom_\single\()atan2
    .word rom_int642\type, rom_fix642\type, rom_uint642\type, rom_ufix642\type
    .word rom_\type\()2int64, rom_\type\()2fix64, rom_\type\()2uint64, rom_\type\()2ufix64, rom_\type\()2\other
    .endm

    .hword 0
    .hword 32               @ entries of the table that follows
float_table:
    table_of float, double, f, compare_flags, rom_fsin
    .hword 0
    .hword 32
double_table:
    table_of double, float, d, compare_double_flags, sine_cosine_double + 1
