#!/usr/bin/env bash
# A thousand requests at once to all five stages, on the smallest model among the fixtures, with a heap of 1 GB. Prints how
# the runs ended, memory, and what was logged of consumers that did not poll in time. Usage: overload.sh [REQUESTS]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q -ntp -pl benchmarks -am process-classes
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OMP_WAIT_POLICY=passive
java -Xmx1g -XX:+UseSerialGC -Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener \
    -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
    io.foldline.benchmarks.scale.Overload "$folder" test-support/fixtures/models/stories260k \
    test-support/fixtures/data/calibration/tinystories-256.jsonl "${1:-1000}" 2>"$folder/log" |
    tee "$folder/said"
printf 'poll timeouts logged: %s\n' "$(grep -c 'poll timeout has expired' "$folder/log" "$folder/said" | awk -F: '{n += $2} END {print n}')"
