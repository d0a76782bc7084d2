#!/usr/bin/env bash
# Runs the MLPerf Tiny images of mlperf_tiny.csv again and writes simulated_ms and error_percent anew.
#   benchmarks/hardware/mlperf_tiny.sh RESULTS [BOARD]
# RESULTS holds clones of mlcommons/tiny_results_v1.1 to v1.3 under these names; BOARD limits it to one board. MCUSIM names another mcusim than ./mcusim.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=${1:?usage: mlperf_tiny.sh RESULTS [BOARD]}
only=${2:-}
mcusim=${MCUSIM:-$here/../../mcusim}
table=$here/mlperf_tiny.csv
new=$(mktemp "$table.XXXXXX")
image=$(mktemp)
trap 'rm -f "$new" "$image" "$image".bin "$image".hex' EXIT

head -1 "$table" > "$new"
tail -n +2 "$table" | while IFS= read -r row; do
    IFS=, read -r round _ _ board benchmark _ path published simulated _ <<< "$row"
    if [ -n "$simulated" ] && { [ -z "$only" ] || [ "$board" = "$only" ]; }; then
        file=$image.${path##*.}
        git -C "$results/tiny_results_$round" show "HEAD:$path" > "$file"
        milliseconds=$($mcusim mlperf "$file" --board "$board" --benchmark "$benchmark" < /dev/null | awk '$1 == "latency" { print $2 }')
        row=$(awk -F, -v OFS=, -v sim="$milliseconds" -v pub="$published" '{ $9 = sprintf("%.3f", sim); $10 = sprintf("%+.1f", 100 * (sim / pub - 1)); print }' <<< "$row")
        echo "$round $board $benchmark: $published ms published, $milliseconds ms simulated" >&2
    fi
    printf '%s\n' "$row" >> "$new"
done
chmod --reference="$table" "$new"
mv "$new" "$table"
