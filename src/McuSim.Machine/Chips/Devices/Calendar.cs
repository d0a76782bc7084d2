namespace McuSim.Machine.Chips.Devices;

/// <summary>Time and date as the STM32's calendar shows them, in binary-coded decimals. Source: ST RM0351, section 38.6 (RTC_TR, RTC_DR, RTC_ALRMAR).</summary>
internal static class Calendar
{
    private const uint Afternoon = 1u << 22;
    private static readonly DateTime Begin = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The time register.</summary>
    internal static uint Time(long seconds, bool hasTwelveHours)
    {
        DateTime now = At(seconds);
        int hour = hasTwelveHours ? (now.Hour + 11) % 12 + 1 : now.Hour;
        return (Coded(hour) << 16) | (Coded(now.Minute) << 8) | Coded(now.Second) | (hasTwelveHours && now.Hour >= 12 ? Afternoon : 0);
    }

    /// <summary>The date register.</summary>
    internal static uint Date(long seconds)
    {
        DateTime now = At(seconds);
        return (Coded(now.Year % 100) << 16) | (WeekDay(now) << 13) | (Coded(now.Month) << 8) | Coded(now.Day);
    }

    /// <summary>Seconds since the calendar's begin; a date that does not exist counts as the nearest one.</summary>
    internal static long Seconds(uint time, uint date, bool hasTwelveHours)
    {
        int year = 2000 + Math.Clamp(Plain((date >> 16) & 0xFF), 0, 99), month = Math.Clamp(Plain((date >> 8) & 0x1F), 1, 12);
        var day = new DateTime(year, month, Math.Clamp(Plain(date & 0x3F), 1, DateTime.DaysInMonth(year, month)), 0, 0, 0, DateTimeKind.Utc);
        return ((long)(day - Begin).TotalDays * 86_400) + SecondOfDay(time, hasTwelveHours);
    }

    /// <summary>Whether an alarm register, whose mask bits leave fields out, means a second.</summary>
    internal static bool Matches(long seconds, uint alarm, bool hasTwelveHours)
    {
        uint time = Time(seconds, hasTwelveHours);
        if ((alarm & (1 << 7)) == 0 && ((time ^ alarm) & 0x7F) != 0) return false;
        if ((alarm & (1 << 15)) == 0 && ((time ^ alarm) & 0x7F00) != 0) return false;
        if ((alarm & (1 << 23)) == 0 && ((time ^ alarm) & 0x7F_0000) != 0) return false;
        if ((alarm & (1u << 31)) != 0) return true;
        DateTime now = At(seconds);
        return (alarm & (1 << 30)) != 0 ? ((alarm >> 24) & 15) == WeekDay(now) : ((alarm >> 24) & 0x3F) == Coded(now.Day);
    }

    private static DateTime At(long seconds) => Begin.AddSeconds(seconds % (100L * 365 * 86_400));

    private static uint WeekDay(DateTime day) => day.DayOfWeek == DayOfWeek.Sunday ? 7u : (uint)day.DayOfWeek;

    private static int SecondOfDay(uint time, bool hasTwelveHours)
    {
        int hour = Plain((time >> 16) & 0x3F);
        if (hasTwelveHours) hour = (hour % 12) + ((time & Afternoon) != 0 ? 12 : 0);
        return (Math.Min(hour, 23) * 3600) + (Math.Min(Plain((time >> 8) & 0x7F), 59) * 60) + Math.Min(Plain(time & 0x7F), 59);
    }

    private static uint Coded(int value) => (uint)((value / 10 << 4) | (value % 10));

    private static int Plain(uint coded) => (int)(((coded >> 4) * 10) + (coded & 15));
}
