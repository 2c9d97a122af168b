#!/usr/bin/env bash
# Simulated stages on an embedded broker: how workers add up, how fast one run splits and gathers, how long an idle stage
# takes, and what finished runs in the log cost. Prints the tables of README.md. Usage: scale.sh [FINISHED_RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-10000}
mvn -B -q -ntp -pl benchmarks,cli -am process-classes
classpath=benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

bench() { java -Xmx1500m -XX:+UseSerialGC -cp "$classpath" "io.foldline.benchmarks.scale.$1" "${@:2}" 2>>"$folder/log"; }

printf '\nWorkers whose tasks take 200 ms\n\n'
bench ScaleOut "$folder/scale-out"
printf '\nOne run of 10,000 tasks that take no time\n\n'
bench SplitAndGather "$folder/gather"
printf '\nAn idle stage, from the event that starts it to its own\n\n'
bench Hop "$folder/hop"
printf '\nA log of %s finished runs\n\n' "$runs"
bench Fill "$folder/data" "$runs"
bench Reading "$folder/data"
printf '\nfoldline runs, the whole command with its broker\n'
time ./foldline runs --data-dir "$folder/data" >"$folder/runs"
