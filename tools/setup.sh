# Sourced by ./mcusim and ./test: makes sure that everything McuSim needs is installed and built.
# Sets nothing but functions; $ROOT is the repository's root.

fail() { # exit code, message
    echo "mcusim: $2" >&2
    exit "$1"
}

library_present() { # soname
    local folder
    for folder in /usr/lib/*-linux-gnu /usr/lib /usr/lib64 /usr/local/lib /opt/homebrew/lib; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

# Debian packages that are not installed, one a line.
missing_packages() {
    command -v arm-none-eabi-gcc >/dev/null || echo gcc-arm-none-eabi
    [ -d /usr/lib/arm-none-eabi/include ] || [ -d /usr/include/newlib ] || echo libnewlib-arm-none-eabi
    library_present libunicorn.so.2 || echo libunicorn2
    library_present libturbojpeg.so.0 || echo libturbojpeg0
    [ "${1:-}" = tests ] && { command -v gcc >/dev/null || echo gcc libc6-dev; }
    [ "${1:-}" = tests ] && { command -v chromium >/dev/null || echo chromium fonts-dejavu-core; }
    return 0
}

# Installs what is missing when it may (root, or sudo without a password); otherwise prints the command and exits 3.
ensure_packages() { # "tests" or nothing
    local packages as_root=""
    [ "$(uname -s)" = Linux ] || return 0 # elsewhere `mcusim doctor` says what is missing
    packages=$(missing_packages "${1:-}" | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    command -v apt-get >/dev/null || fail 3 "missing: $packages; install them with this system's package manager."
    if [ "$(id -u)" != 0 ]; then
        { command -v sudo >/dev/null && sudo -n true 2>/dev/null; } ||
            fail 3 "missing packages; run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages% }"
        as_root="sudo -n"
    fi
    echo "mcusim: installing ${packages% } ..." >&2
    { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages; } >&2 2>&1 ||
        fail 3 "could not install; run: apt-get update && apt-get install -y --no-install-recommends ${packages% }"
}

ensure_dotnet() {
    command -v dotnet >/dev/null || fail 3 "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download/dotnet/10.0 for how to install it."
}

# The path of .NET's compiler that works ahead of time; fetched once. Fails where it cannot be had.
ahead_compiler() {
    local packages found
    packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
    find_it() { find "${packages%/}"/microsoft.netcore.app.crossgen2.*/10.* -name crossgen2 -type f 2>/dev/null | tail -n 1; }
    found=$(find_it)
    [ -n "$found" ] || { timeout 60 dotnet restore "$ROOT/tools/ahead/ahead.csproj" -v quiet >/dev/null 2>&1 && found=$(find_it); }
    [ -n "$found" ] && echo "$found"
}

# Compiles the command line ahead of time, besides: it starts sooner so. Where that cannot be done, the plain build starts.
compile_ahead() {
    local from="$ROOT/src/McuSim.Cli/bin/Release/net10.0" to="$ROOT/.mcusim/ahead" none="$ROOT/.mcusim/no-ahead" compiler framework
    rm -rf "$to" "$to.new"
    [ -e "$none" ] && return 0
    compiler=$(ahead_compiler) || { touch "$none"; return 0; }
    framework=$(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \(10[^ ]*\) \[\(.*\)\]$/\2\/\1/p' | tail -n 1)
    cp -r "$from" "$to.new" || return 0
    # Without the mathematics: not needed to start, and as large as the rest.
    find "$from" -maxdepth 1 -name '*.dll' ! -name 'MathNet*' -print0 |
        xargs -0 -P 2 -I{} sh -c '"$0" "$4" -o "$3/$(basename "$4")" -r "$1/*.dll" -r "$2/*.dll" -O >/dev/null 2>&1 || cp "$4" "$3"' "$compiler" "$framework" "$from" "$to.new" {}
    mv "$to.new" "$to"
}

# Builds what is named (a project or the solution) in Release when a source is newer than the last build.
build_if_changed() { # stamp name, what to build
    local stamp="$ROOT/.mcusim/$1" watched=()
    local entry
    for entry in src firmware boards tests benchmarks global.json Directory.Build.props Directory.Packages.props McuSim.sln; do
        [ "$1" = cli ] && { [ "$entry" = tests ] || [ "$entry" = benchmarks ]; } && continue
        [ -e "$ROOT/$entry" ] && watched+=("$ROOT/$entry")
    done
    watched+=("$ROOT/benchmarks/hardware") # the published figures are part of the command line
    if [ -e "$stamp" ] && [ -z "$(find "${watched[@]}" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit)" ]; then
        return 0
    fi
    ensure_dotnet
    mkdir -p "$ROOT/.mcusim"
    (
        flock 9
        touch "$stamp.started"
        echo "mcusim: building ..." >&2
        output=$(DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet build "$2" -c Release -v quiet 2>&1) || {
            printf '%s\n' "$output" >&2
            exit 1
        }
        [ "$1" = cli ] && compile_ahead
        mv "$stamp.started" "$stamp"
    ) 9>"$ROOT/.mcusim/lock" || fail 3 "the build failed; its messages are above."
}
