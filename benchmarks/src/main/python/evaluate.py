"""Items a second of Foldline and of lm-evaluation-harness, in float32 on the CPU, as a Markdown table; see evaluate.sh.

Both are timed in a process that is warm, the best of the rounds; models are loaded and tasks are known by then. Reading the
items counts for Foldline alone, since the harness reads them with its tasks.

evaluate.py --classpath CLASSPATH --data FOLDER [--rounds N] [--threads N] [--batches N,N...] [--scale X] MODEL...
"""

import argparse
import json
import subprocess
import time
from pathlib import Path

import harness
import torch
from lm_eval import evaluator

SEED = 1234
QUIET = "ch.qos.logback.core.status.NopStatusListener"
MMLU = ["abstract_algebra", "high_school_biology", "moral_disputes", "us_foreign_policy", "world_religions"]
TASKS = {"hellaswag": ["hellaswag"], "arc_easy": ["arc_easy"], "mmlu, 5 subjects": [harness.MMLU + subject for subject in MMLU]}
# Name, examples shown, items of each task at most, positions of the model, or 0 for its own. Of short models the examples are
# cut off in front; a rotary model takes any number of positions, if only to be timed.
RUNS = [
    ("hellaswag", 0, 400, 0),
    ("arc_easy", 0, 600, 0),
    ("mmlu, 5 subjects", 0, 60, 0),
    ("mmlu, 5 subjects", 5, 40, 0),
    ("mmlu, 5 subjects", 5, 20, 4096),
]


def stretched(model, positions):
    """The same model with another number of positions."""
    if not positions:
        return model
    folder = harness.FOLDER / f"{model.name}, {positions} positions"
    folder.mkdir(exist_ok=True)
    for file in model.resolve().iterdir():
        if file.name != "config.json":
            (folder / file.name).unlink(missing_ok=True)
            (folder / file.name).symlink_to(file)
    config = json.loads((model / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"max_position_embeddings": positions}))
    return folder


def ours(classpath, threads, model, tasks, shots, limit, rounds):
    """Items, and wall and CPU seconds of each round."""
    call = ["java", "-Xmx2g", f"-Dai.djl.pytorch.num_threads={threads}", f"-Dlogback.statusListenerClass={QUIET}"]
    call += ["-cp", classpath]
    call += ["io.foldline.benchmarks.Evaluate", model, harness.DATA, shots, limit, rounds, ",".join(tasks)]
    done = subprocess.run([str(part) for part in call], stdout=subprocess.PIPE, check=True, text=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    return int(lines[0][0]), [(float(wall), float(cpu)) for _, wall, cpu in lines]


def theirs(lm, manager, tasks, shots, limit):
    """Wall and CPU seconds."""
    loaded = manager.load(tasks)
    for task in loaded["tasks"].values():
        task.set_config(key="num_fewshot", value=shots)
        task.set_fewshot_seed(seed=SEED)
    wall, cpu = time.perf_counter(), time.process_time()
    evaluator.evaluate(lm, loaded, limit=limit, bootstrap_iters=0, log_samples=False)
    return time.perf_counter() - wall, time.process_time() - cpu


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batches", default="32")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("models", nargs="+", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    manager = harness.prepare({task for tasks in TASKS.values() for task in tasks}, args.data.resolve())
    batches = [int(batch) for batch in args.batches.split(",")]
    columns = " ".join(f"lm-eval, batch {batch} |" for batch in batches)
    print(f"| model | task | examples | items | Foldline, items/s | first round | {columns} ratio | ratio of CPU time |")
    print("|---" * (8 + len(batches)) + "|")
    for given in args.models:
        for name, shots, most, positions in RUNS:
            model, tasks, limit = stretched(given, positions), TASKS[name], max(1, round(most * args.scale))
            items, own = ours(args.classpath, args.threads, model, tasks, shots, limit, args.rounds)
            rounds = []
            for batch in batches:
                lm = harness.model(model, batch)
                rounds.append([theirs(lm, manager, tasks, shots, limit) for _ in range(args.rounds)])
            every = [timed for some in rounds for timed in some]
            wall, cpu = [min(values) for values in zip(*own)]
            wall_ratio, cpu_ratio = [min(values) / mine for values, mine in zip(zip(*every), (wall, cpu))]
            print(
                f"| {model.name} | {name} | {shots} | {items} | {items / wall:.1f} | {items / own[0][0]:.1f} |",
                *[f"{items / min(some)[0]:.1f} |" for some in rounds],
                f"{wall_ratio:.2f} | {cpu_ratio:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
