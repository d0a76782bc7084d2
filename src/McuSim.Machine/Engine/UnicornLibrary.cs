using System.Runtime.InteropServices;
using McuSim.Common;

namespace McuSim.Machine.Engine;

/// <summary>Finds the native Unicorn 2 library: the C interface in unicorn/unicorn.h, version 2.x.</summary>
internal static class UnicornLibrary
{
    /// <summary>The name the imports use; the resolver below turns it into the platform's file name.</summary>
    internal const string Name = "unicorn";

    private const int SupportedMajor = 2;

    private static readonly Lazy<nint> Handle = new(Load);

    static UnicornLibrary() =>
        NativeLibrary.SetDllImportResolver(typeof(UnicornLibrary).Assembly, (name, _, _) => name == Name ? Handle.Value : 0);

    /// <summary>File names to try, in order.</summary>
    internal static string[] FileNames { get; } =
        OperatingSystem.IsWindows() ? ["unicorn.dll"]
        : OperatingSystem.IsMacOS() ? ["libunicorn.2.dylib", "/opt/homebrew/lib/libunicorn.2.dylib", "/usr/local/lib/libunicorn.2.dylib"]
        : ["libunicorn.so.2"];

    /// <summary>Loads the library and checks its version.</summary>
    /// <exception cref="McuSimException">It is not installed, or not a version 2 (exit code 3).</exception>
    internal static void Require() => _ = Handle.Value;

    private static nint Load()
    {
        nint library = Open(FileNames);
        // Asked through the handle, because the import itself would come back to the resolver.
        unsafe
        {
            var version = (delegate* unmanaged[Cdecl]<uint*, uint*, uint>)NativeLibrary.GetExport(library, "uc_version");
            uint major, minor; // The return value packs them differently from version to version.
            _ = version(&major, &minor);
            return major == SupportedMajor
                ? library
                : throw McuSimException.Missing($"The Unicorn library found is version {major}, but version 2 is needed; {InstallHint()}.");
        }
    }

    /// <summary>Opens the first of the files that exists.</summary>
    internal static nint Open(IEnumerable<string> fileNames)
    {
        foreach (string name in fileNames)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return library;
        }

        throw McuSimException.Missing($"The Unicorn emulator library ({string.Join(", ", fileNames)}) is not installed; {InstallHint()}.");
    }

    private static string InstallHint() =>
        OperatingSystem.IsWindows() ? "put unicorn.dll of Unicorn 2 beside the program"
        : OperatingSystem.IsMacOS() ? "install it with: brew install unicorn"
        : "install it with: sudo apt-get install libunicorn2";
}
