/* Answers the commands of the MLPerf Tiny streaming wake-word host over USART1: from start to stop it hears SAI1's block A in frames of 512 samples, pulses PG2 while it "processes" one (1,000 loops), and PG3 for the first frame and for every loud one. */
#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))
#define USART1_CR1 REG(0x40011000)
#define USART1_ISR REG(0x4001101C)
#define USART1_RDR REG(0x40011024)
#define USART1_TDR REG(0x40011028)
#define GPIOG_BSRR REG(0x40021818)
#define SAI1_ACR1 REG(0x40015804)
#define SAI1_ASLOTR REG(0x40015810)
#define SAI1_ASR REG(0x40015818)
#define SAI1_ADR REG(0x40015820)

static void put(const char *text)
{
    for (; *text; text++) {
        while (!(USART1_ISR & 1u << 7))
            ;
        USART1_TDR = (uint8_t)*text;
    }
}

static int command_came(void)
{
    return (USART1_ISR & 1u << 5) && USART1_RDR == '%';
}

static void listen(void)
{
    SAI1_ASLOTR = 0;
    SAI1_ACR1 = 1u << 16 | 4u << 5 | 3u;
    for (int frame = 0; !command_came(); frame++) {
        int loud = frame == 0;
        for (int i = 0; i < 512; i++) {
            while (!(SAI1_ASR & 8u))
                ;
            if ((int16_t)SAI1_ADR > 16384)
                loud = 1;
        }
        GPIOG_BSRR = 4u;
        for (volatile unsigned i = 0; i < 1000; i++)
            ;
        GPIOG_BSRR = 4u << 16;
        if (loud) {
            GPIOG_BSRR = 8u;
            GPIOG_BSRR = 8u << 16;
        }
    }
    SAI1_ACR1 = 0;
}

int main(void)
{
    USART1_CR1 = 1u | 1u << 2 | 1u << 3;
    put("m-ready\r\n");
    for (int started = 0;;) {
        while (!command_came())
            ;
        if (started++ == 0)
            put("m-name-dut-[listens]\r\n");
        put("m-ready\r\n");
        if (started == 2) {
            listen();
            put("m-ready\r\n");
        }
    }
}
