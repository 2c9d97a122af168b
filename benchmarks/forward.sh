#!/usr/bin/env bash
# Forward pass of the demo model (8 x 256 tokens) against transformers on this machine, turn and turn about.
# Prints CPU microseconds a token of both (median of the rounds) and their ratio; the aim is at most 1.05.
# Needs Python with torch and transformers. Usage: forward.sh [ROUNDS] [PASSES] [f32|bf16] [MODEL]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} passes=${2:-20} dtype=${3:-f32} model=${4:-examples/demo/foldline-demo}
# Threads that spin while they wait would be counted as work.
export OMP_WAIT_POLICY=passive TOKENIZERS_PARALLELISM=false HF_HUB_OFFLINE=1

mvn -B -q -ntp -pl benchmarks -am process-classes
classpath=benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)

ours() { java -Xmx512m -XX:+UseSerialGC -cp "$classpath" io.foldline.benchmarks.Forward "$model" "$1" "$2" "$passes"; }
theirs() { python3 -W ignore benchmarks/src/main/python/forward.py "$model" "$1" "$2" "$passes" 2> >(grep -v "Loading weights" >&2); }
median() { cut -d' ' -f"$1" | sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }

printf '%-8s %-5s %14s %14s %7s %22s\n' pass dtype 'foldline CPU us' 'transformers' ratio 'wall us (ours, theirs)'
for mode in taps logits; do
  a=() b=()
  for ((round = 0; round < rounds; round++)); do
    figures=$(ours "$mode" "$dtype")
    a+=("$figures")
    figures=$(theirs "$mode" "$dtype")
    b+=("$figures")
  done
  x=$(printf '%s\n' "${a[@]}" | median 1) y=$(printf '%s\n' "${b[@]}" | median 1)
  u=$(printf '%s\n' "${a[@]}" | median 2) v=$(printf '%s\n' "${b[@]}" | median 2)
  awk -v m="$mode" -v t="$dtype" -v x="$x" -v y="$y" -v u="$u" -v v="$v" \
    'BEGIN {printf "%-8s %-5s %15.1f %14.1f %7.3f %11.1f %10.1f\n", m, t, x, y, x / y, u, v}'
done
