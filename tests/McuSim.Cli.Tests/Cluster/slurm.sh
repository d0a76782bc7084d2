#!/usr/bin/env bash
# Runs tools/cluster/slurm-array.sh on a Slurm of its own on this machine: munged, slurmctld and slurmd are started, used and stopped here.
# slurm.sh FOLDER SCRIPT MCUSIM ARGUMENTS...: three slices are evaluated, one of them is killed and submitted again, and the files are left in FOLDER/results.
set -euo pipefail
export PATH=$PATH:/usr/sbin
folder=$1 script=$2 mcusim=$3
shift 3
cd "$folder"
host=$(hostname -s)
mkdir -p state spool munge results
chmod 700 munge
dd if=/dev/urandom of=munge/key bs=1024 count=1 status=none
chmod 600 munge/key
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap stop EXIT
munged --foreground --force --key-file="$PWD/munge/key" --socket="$PWD/munge/socket" --pid-file="$PWD/munge/pid" --seed-file="$PWD/munge/seed" \
    --log-file="$PWD/munge/log" >munge/out 2>&1 &
pids+=($!)
cat >slurm.conf <<EOF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=${SLURM_TEST_PORT:-26817}
SlurmdPort=$((${SLURM_TEST_PORT:-26817} + 1))
AuthType=auth/munge
AuthInfo=socket=$PWD/munge/socket
CredType=cred/munge
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$PWD/spool
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/slurmd.pid
SlurmctldLogFile=$PWD/slurmctld.log
SlurmdLogFile=$PWD/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
KillWait=2
MinJobAge=300
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF=$PWD/slurm.conf MCUSIM=$mcusim
wait_for() { # seconds, command...
    local seconds=$1
    shift
    for ((i = 0; i < seconds * 5; i++)); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.2
    done
    echo "slurm.sh: timed out waiting for: $*" >&2
    tail -n 20 slurmctld.log slurmd.log munge/log munge/out slurmctld.out slurmd.out 2>/dev/null >&2
    return 1
}
wait_for 20 test -S munge/socket
slurmctld -D >slurmctld.out 2>&1 &
pids+=($!)
slurmd -D -N "$host" >slurmd.out 2>&1 &
pids+=($!)
node_is_idle() { sinfo -h -o %T | grep -q idle; }
wait_for 60 node_is_idle

submit() { sbatch --parsable --cpus-per-task=1 --array="$1" --output="$PWD/task-%a.log" "$script" "$PWD/results" 3 "${@:2}"; }
finished() { [ -z "$(squeue -h -j "$1" 2>/dev/null)" ]; }
second_has_begun() { [ "$(wc -l <results/part-2.jsonl)" -ge 2 ]; }
job=$(submit 1-3 "$@")
wait_for 300 second_has_begun
scancel --signal=KILL --full "${job}_2" || true
wait_for 300 finished "$job"
job=$(submit 2 "$@")
wait_for 300 finished "$job"
