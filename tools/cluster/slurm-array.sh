#!/usr/bin/env bash
#SBATCH --job-name=mcusim
#SBATCH --cpus-per-task=2
#SBATCH --requeue
#SBATCH --open-mode=append
# Evaluates one slice of a dataset per task of a Slurm array. Run it from a clone on a folder that all nodes share:
#
#   sbatch --array=1-8 tools/cluster/slurm-array.sh RESULTS 8 MODEL.tflite --data FOLDER --fidelity native
#   ./mcusim merge RESULTS/part-*.jsonl --json report.json
#
# RESULTS gets a file per slice. A task that is killed, requeued or submitted again goes on where it was.
set -euo pipefail
results=$1 slices=$2
shift 2
mkdir -p "$results"
exec "${MCUSIM:-./mcusim}" eval "$@" --workers "${SLURM_CPUS_PER_TASK:-1}" \
    --shard "$SLURM_ARRAY_TASK_ID/$slices" --out "$results/part-$SLURM_ARRAY_TASK_ID.jsonl" --resume
