#!/usr/bin/env bash
# Seconds of every method on the demo's model, 3 of 12 blocks removed, each in a process of its own, as a Markdown table.
# Usage: methods.sh [METHOD|METHOD,--option,NAME=VALUE ...]
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then
    set -- replaceme-ls weighted-ls ls-to-identity diagonal orthogonal gain prune-and-comp laco refit-down reconstruct auto \
        replaceme-cosine replaceme-cosine,--option,objective=exact replaceme-cosine,--option,optimizer=lbfgs \
        replaceme-cosine,--option,optimizer=nlcg uidl shortgpt sleb shortened-ppl shortened-taylor shortened-magnitude
fi
exec python3 benchmarks/src/main/python/methods.py --foldline ./foldline --model examples/demo/foldline-demo \
    --calibration examples/demo/calibration.jsonl "$@"
