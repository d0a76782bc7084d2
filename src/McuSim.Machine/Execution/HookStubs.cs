using System.Runtime.InteropServices;

namespace McuSim.Machine.Execution;

/// <summary>
/// The frequent half of <see cref="EngineHooks"/> as machine code: the runtime takes 8 to 10 ns to let native code into managed code, these take about one. What is
/// not frequent they leave to the managed functions, which do the same and are used alone on other processors than x86-64 and other systems than Linux.
/// </summary>
internal static unsafe partial class HookStubs
{
    private const int PageBytes = 4096;
    private const int ReadWrite = 3, ReadExecute = 5, PrivateAnonymous = 0x22;

    private static readonly (nint Block, nint Access, nint Store) Entries = Make();

    /// <summary>Called at every block.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, ulong, uint, HookState*, void> Block =>
        (delegate* unmanaged[Cdecl]<nint, ulong, uint, HookState*, void>)Entries.Block;

    /// <summary>Called at every recorded access.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, Engine.UnicornAccess, ulong, int, long, HookState*, void> Access =>
        (delegate* unmanaged[Cdecl]<nint, Engine.UnicornAccess, ulong, int, long, HookState*, void>)Entries.Access;

    /// <summary>Called at every store to memory that <see cref="StoreTarget"/> describes.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, Engine.UnicornAccess, ulong, int, long, StoreTarget*, byte> Store =>
        (delegate* unmanaged[Cdecl]<nint, Engine.UnicornAccess, ulong, int, long, StoreTarget*, byte>)Entries.Store;

    private static (nint Block, nint Access, nint Store) Make()
    {
        (nint Block, nint Access, nint Store) managed = (
            (nint)(delegate* unmanaged[Cdecl]<nint, ulong, uint, HookState*, void>)&EngineHooks.Block,
            (nint)(delegate* unmanaged[Cdecl]<nint, Engine.UnicornAccess, ulong, int, long, HookState*, void>)&EngineHooks.Access,
            (nint)(delegate* unmanaged[Cdecl]<nint, Engine.UnicornAccess, ulong, int, long, StoreTarget*, byte>)&EngineHooks.Store);
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return managed;
        nint page = Map(0, PageBytes, ReadWrite, PrivateAnonymous, -1, 0);
        if (page == -1)
            return managed;
        var room = new Span<byte>((void*)page, PageBytes);
        int access = Put(room, 0, BlockCode(managed.Block)), store = Put(room, access, AccessCode(managed.Access));
        Put(room, store, StoreCode);
        return Protect(page, PageBytes, ReadExecute) == 0 ? (page, page + access, page + store) : managed;
    }

    private static int Put(Span<byte> room, int at, ReadOnlySpan<byte> code)
    {
        code.CopyTo(room[at..]);
        return (at + code.Length + 15) & ~15;
    }

    /// <summary>Arguments (System V AMD64): rdi engine, rsi address, edx size, rcx state.</summary>
    private static byte[] BlockCode(nint managed) =>
    [
        0x4C, 0x8B, 0x49, At(nameof(HookState.Pages)), //     mov r9, [rcx+Pages]
        0x89, 0xF0, //                                        mov eax, esi
        0xC1, 0xE8, 0x0A, //                                  shr eax, 10
        0x41, 0x80, 0x3C, 0x01, 0x00, //                      cmp byte [r9+rax], 0
        0x75, 0x2F, //                                        jne managed
        0x44, 0x8B, 0x41, At(nameof(HookState.Count)), //     mov r8d, [rcx+Count]
        0x44, 0x3B, 0x41, At(nameof(HookState.Capacity)), //  cmp r8d, [rcx+Capacity]
        0x7D, 0x25, //                                        jge managed
        0x3B, 0x71, At(nameof(HookState.Until)), //           cmp esi, [rcx+Until]
        0x74, 0x20, //                                        je managed
        0x89, 0xD0, //                                        mov eax, edx
        0x48, 0x29, 0x41, At(nameof(HookState.BytesLeft)), // sub [rcx+BytesLeft], rax
        0x78, 0x14, //                                        js restore
        0x4C, 0x8B, 0x09, //                                  mov r9, [rcx+Events]
        0x48, 0xC1, 0xE0, 0x20, //                            shl rax, 32
        0x89, 0xF6, //                                        mov esi, esi
        0x48, 0x09, 0xF0, //                                  or rax, rsi
        0x4B, 0x89, 0x04, 0xC1, //                            mov [r9+r8*8], rax
        0xFF, 0x41, At(nameof(HookState.Count)), //           inc dword [rcx+Count]
        0xC3, //                                              ret
        0x48, 0x01, 0x41, At(nameof(HookState.BytesLeft)), // restore: add [rcx+BytesLeft], rax
        0x48, 0xB8, .. BitConverter.GetBytes((long)managed), // managed: mov rax, managed
        0xFF, 0xE0, //                                        jmp rax
    ];

    /// <summary>Arguments: rdi engine, esi type, rdx address, ecx size, r8 value, r9 state.</summary>
    private static byte[] AccessCode(nint managed) =>
    [
        0x41, 0x8B, 0x41, At(nameof(HookState.Count)), //     mov eax, [r9+Count]
        0x41, 0x3B, 0x41, At(nameof(HookState.Capacity)), //  cmp eax, [r9+Capacity]
        0x7D, 0x35, //                                        jge managed
        0x41, 0xBB, 0, 0, 0, 0x80, //                         mov r11d, Write << 30
        0x83, 0xFE, (byte)Engine.UnicornAccess.Write, //      cmp esi, Write
        0x74, 0x10, //                                        je record
        0x44, 0x8D, 0x51, 0xFF, //                            lea r10d, [rcx-1]
        0x41, 0x21, 0xD2, //                                  and r10d, edx
        0x45, 0x0B, 0x51, At(nameof(HookState.PartsLeft)), // or r10d, [r9+PartsLeft]
        0x75, 0x1D, //                                        jnz managed
        0x41, 0xD1, 0xEB, //                                  shr r11d, 1
        0x41, 0x09, 0xCB, //                                  record: or r11d, ecx
        0x49, 0xC1, 0xE3, 0x20, //                            shl r11, 32
        0x89, 0xD2, //                                        mov edx, edx
        0x49, 0x09, 0xD3, //                                  or r11, rdx
        0x4D, 0x8B, 0x11, //                                  mov r10, [r9+Events]
        0x4D, 0x89, 0x1C, 0xC2, //                            mov [r10+rax*8], r11
        0xFF, 0xC0, //                                        inc eax
        0x41, 0x89, 0x41, At(nameof(HookState.Count)), //     mov [r9+Count], eax
        0xC3, //                                              ret
        0x48, 0xB8, .. BitConverter.GetBytes((long)managed), // managed: mov rax, managed
        0xFF, 0xE0, //                                        jmp rax
    ];

    /// <summary>Arguments: rdi engine, esi type, rdx address, ecx size, r8 value, r9 target.</summary>
    private static ReadOnlySpan<byte> StoreCode =>
    [
        0x89, 0xD0, //                   mov eax, edx
        0x25, 0xFF, 0x03, 0x00, 0x00, // and eax, 1023
        0x01, 0xC8, //                   add eax, ecx
        0x3D, 0x00, 0x04, 0x00, 0x00, // cmp eax, 1024
        0x77, 0x3D, //                   ja refuse
        0x4D, 0x8B, 0x51, 0x08, //       mov r10, [r9+8]      Pages
        0x89, 0xD0, //                   mov eax, edx
        0xC1, 0xE8, 0x0A, //             shr eax, 10
        0x41, 0x80, 0x3C, 0x02, 0x01, // cmp byte [r10+rax], 1
        0x75, 0x2D, //                   jne refuse
        0x4D, 0x8B, 0x11, //             mov r10, [r9]        Bias
        0x89, 0xD0, //                   mov eax, edx
        0x49, 0x01, 0xC2, //             add r10, rax
        0x83, 0xF9, 0x04, //             cmp ecx, 4
        0x74, 0x15, //                   je word
        0x83, 0xF9, 0x01, //             cmp ecx, 1
        0x75, 0x05, //                   jne half
        0x45, 0x88, 0x02, //             mov [r10], r8b
        0xEB, 0x0E, //                   jmp done
        0x83, 0xF9, 0x02, //             half: cmp ecx, 2
        0x75, 0x0C, //                   jne double
        0x66, 0x45, 0x89, 0x02, //       mov [r10], r8w
        0xEB, 0x03, //                   jmp done
        0x45, 0x89, 0x02, //             word: mov [r10], r8d
        0xB0, 0x01, //                   done: mov al, 1
        0xC3, //                         ret
        0x4D, 0x89, 0x02, //             double: mov [r10], r8
        0xEB, 0xF8, //                   jmp done
        0x30, 0xC0, //                   refuse: xor al, al
        0xC3, //                         ret
    ];

    private static byte At(string field) => (byte)Marshal.OffsetOf<HookState>(field);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint bytes, int protection);
}
