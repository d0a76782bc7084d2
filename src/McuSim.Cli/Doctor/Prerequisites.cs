using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace McuSim.Cli.Doctor;

/// <summary>Everything McuSim needs, and how to find it.</summary>
internal static class Prerequisites
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);

    /// <summary>All of them, the most needed first.</summary>
    public static IReadOnlyList<Prerequisite> All { get; } =
    [
        new(".NET", "runs McuSim", "https://dotnet.microsoft.com/download/dotnet/10.0", true, () => RuntimeInformation.FrameworkDescription),
        new("arm-none-eabi-gcc", "compiles networks for the board", Package("gcc-arm-none-eabi"), true, () => CommandVersion("arm-none-eabi-gcc")),
        new("Unicorn 2", "emulates the core", Package("libunicorn2"), true, UnicornVersion),
        new("TurboJPEG", "reads JPEG images", Package("libturbojpeg0"), true, TurboJpegFile),
        new("gcc", "compiles networks for this computer, which the tests do", Package("gcc libc6-dev"), false, () => CommandVersion("gcc")),
    ];

    private static string Package(string names) =>
        OperatingSystem.IsLinux() ? $"apt-get install {names}" : $"this system's package of {names}";

    private static string? CommandVersion(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            string? first = process?.StandardOutput.ReadLine();
            return process is not null && process.WaitForExit(CommandTimeout) && process.ExitCode == 0 ? first : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static unsafe string? UnicornVersion()
    {
        if (!TryLoad(["libunicorn.so.2", "libunicorn.2.dylib", "unicorn.dll"], out nint library, out _)) return null;
        var version = (delegate* unmanaged[Cdecl]<uint*, uint*, uint>)NativeLibrary.GetExport(library, "uc_version");
        uint major, minor;
        _ = version(&major, &minor);
        return string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}");
    }

    private static string? TurboJpegFile() => TryLoad(["libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg.dll"], out _, out string? file) ? file : null;

    private static bool TryLoad(string[] files, out nint library, out string? found)
    {
        library = 0;
        foreach (string file in files)
        {
            found = file;
            if (NativeLibrary.TryLoad(file, out library)) return true;
        }

        found = null;
        return false;
    }
}
