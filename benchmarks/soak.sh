#!/usr/bin/env bash
# Nothing is lost: an evaluation that is killed every few seconds and resumed each time must leave the same bytes as an undisturbed one, no other file,
# and use no more memory at its end than at its beginning.
#   benchmarks/soak.sh [INPUTS [SECONDS [FIDELITY]]]      20,000 inputs, killed after 2 to SECONDS (6) seconds, native
set -euo pipefail
inputs=${1:-20000} seconds=${2:-6} fidelity=${3:-native}
root=$(cd "$(dirname "$0")/.." && pwd)
mcusim=(dotnet "${MCUSIM_DLL:-$root/src/McuSim.Cli/bin/Release/net10.0/mcusim.dll}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/data" "$folder/whole" "$folder/killed"
echo "making $inputs inputs of random bytes ..."
head -c $((inputs * 490)) /dev/urandom >"$folder/bytes"
(cd "$folder/data" && split --bytes=490 --suffix-length=6 --numeric-suffixes --additional-suffix=_0.bin ../bytes input)
rm "$folder/bytes"

evaluate() { # folder, more arguments
    local out=$1
    shift
    exec "${mcusim[@]}" eval --data "$folder/data" --fidelity "$fidelity" --verify 4 --out "$out/results.jsonl" --json "$out/report.json" "$@" >/dev/null 2>"$out.log"
}
peak() { sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null || true; }

start=$SECONDS
(evaluate "$folder/whole")
echo "undisturbed: $((SECONDS - start)) s"

kills=0 start=$SECONDS peaks=()
while true; do
    evaluate "$folder/killed" --resume &
    pid=$!
    sleep "$((2 + RANDOM % (seconds - 1))).$((RANDOM % 10))"
    kb=$(peak "$pid")
    if kill -9 "$pid" 2>/dev/null; then
        wait "$pid" 2>/dev/null || true
        kills=$((kills + 1))
        [ -z "$kb" ] || peaks+=("$kb")
        continue
    fi
    wait "$pid" && break
    cat "$folder/killed.log" >&2
    exit 1
done
echo "killed $kills times in $((SECONDS - start)) s; peak memory at the first kills: ${peaks[*]:0:3} KB, at the last: ${peaks[*]: -3} KB"

diff -r "$folder/whole" "$folder/killed" || { echo "FAILED: the files differ" >&2; exit 1; }
echo "the same bytes: $(ls "$folder/killed" | tr '\n' ' ')"
