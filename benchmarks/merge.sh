#!/usr/bin/env bash
# Merges a synthetic checkpoint of 20 GB (bfloat16, 32 blocks, 4 of them removed, one transform folded in) with a heap of
# 512 MB, and copies the same checkpoint with cp on the same disk, each brought to disk to the end. Prints seconds, MB/s, CPU
# seconds and the merger's peaks of memory. The aims: at least 80 % of cp's rate, less than 1 GB resident.
# Needs 21 GB of free space in FOLDER, and "mvn -pl benchmarks -am process-classes" before. Usage: merge.sh FOLDER [ROUNDS] [BLOCKS]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath "$1")/foldline-merge rounds=${2:-1} blocks=${3:-32}
classpath=benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)
mkdir "$folder"
trap 'rm -rf "$folder"' EXIT

bench() { java "-Xmx${heap:-512m}" -XX:+UseSerialGC -cp "$classpath" "io.foldline.benchmarks.merge.$1" "${@:2}"; }

heap=1g bench Synthesize "$folder/model" "$blocks" 3
bytes=$(stat -c %s "$folder/model/model.safetensors")
echo "one fold, float64, nothing written"
bench Fold "$folder/model" 3 1
printf '%-8s %9s %9s %7s %9s %9s %9s\n' what seconds GB MB/s 'CPU s' 'VmHWM MB' 'RssAnon MB'
for ((round = 0; round < rounds; round++)); do
  sync
  start=$(date +%s.%N)
  cpu=$(TIMEFORMAT='%U %S'; { time cp --sparse=never --reflink=never "$folder/model/model.safetensors" "$folder/copy"; } 2>&1)
  sync "$folder/copy"
  end=$(date +%s.%N)
  rm "$folder/copy"
  awk -v s="$start" -v e="$end" -v b="$bytes" -v u="${cpu% *}" -v k="${cpu#* }" \
    'BEGIN {printf "%-8s %9.1f %9.2f %7.0f %9.1f\n", "cp", e - s, b / 1e9, b / 1e6 / (e - s), u + k}'
  sync
  read -r seconds cpu written rss anonymous < <(bench Merge "$folder/model" "$folder/pruned" 4 7 3)
  rm -r "$folder/pruned"
  awk -v s="$seconds" -v b="$written" -v c="$cpu" -v r="$rss" -v a="$anonymous" \
    'BEGIN {printf "%-8s %9.1f %9.2f %7.0f %9.1f %9d %9d\n", "merge", s, b / 1e9, b / 1e6 / s, c, r, a}'
done
