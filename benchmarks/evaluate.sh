#!/usr/bin/env bash
# Items a second of the evaluator and of lm-evaluation-harness on the same items, on this machine, as a Markdown table.
# Needs Python with lm_eval 0.4.13, torch, transformers and accelerate, and local copies of hellaswag.jsonl, arc_easy.jsonl,
# mmlu/test.jsonl and mmlu/dev.jsonl. The aim is a ratio of at least 2.
# Usage: evaluate.sh --data FOLDER [--rounds N] [--threads N] [--batches N,N...] [--scale X] MODEL...
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q -ntp -pl benchmarks -am process-classes
export OMP_WAIT_POLICY=passive
python3 -W ignore benchmarks/src/main/python/evaluate.py \
    --classpath "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" "$@"
