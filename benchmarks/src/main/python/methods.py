"""Seconds of every pruning method up to the merger, and how many times those of replaceme-ls that is."""

import argparse
import json
import pathlib
import subprocess
import tempfile

STAGES = ("scorer", "calibrator", "solver")


def seconds(given, method, options, folder):
    """Runs a method in a data directory of its own, so that nothing is reused; None where it is refused."""
    command = [given.foldline, "prune", "--json", "--model", given.model, "--drop", str(given.drop)]
    command += ["--calibration", given.calibration, "--samples", str(given.samples)]
    command += ["--max-length", str(given.max_length), "--method", method, *options]
    command += ["--out", str(folder / "out"), "--data-dir", str(folder / "data")]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 3:
        return None
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    times = json.loads(done.stdout)["seconds"]
    return [times[stage] for stage in STAGES]


def label(method, options):
    told = [option for option in options if not option.startswith("--")]
    return " ".join([f"`{method}`", *told])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--foldline", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--calibration", required=True)
    parser.add_argument("--drop", type=int, default=3)
    parser.add_argument("--samples", type=int, default=128)
    parser.add_argument("--max-length", type=int, default=256)
    parser.add_argument("methods", nargs="+", help="NAME or NAME,--option,KEY=VALUE; relative to the first")
    given = parser.parse_args()
    print("| method | " + " | ".join(STAGES) + " | all | relative |")
    print("|---|" + "---|" * (len(STAGES) + 2))
    first = None
    for words in given.methods:
        method, *options = words.split(",")
        with tempfile.TemporaryDirectory() as folder:
            times = seconds(given, method, options, pathlib.Path(folder))
        if times is None:
            print(f"| {label(method, options)} | refused |", flush=True)
            continue
        whole = sum(times)
        first = first or whole
        cells = " | ".join(f"{time:.1f}" for time in [*times, whole])
        print(f"| {label(method, options)} | {cells} | {whole / first:.1f} |", flush=True)


if __name__ == "__main__":
    main()
