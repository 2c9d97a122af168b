"""Compares what Foldline and lm-evaluation-harness measure: figures, prompts, and log-likelihoods of single requests.

Prints a Markdown table, and ends with 1 where a prompt, a generated text or a figure differs. Needs Python with lm_eval 0.4.13.

parity.py --data FOLDER [--limit N] [--foldline COMMAND] MODEL...

FOLDER has local copies of benchmark items: hellaswag.jsonl, mmlu/test.jsonl, mmlu/dev.jsonl and so on.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import harness
import lm_eval

HOME = Path(__file__).resolve().parents[4]
CHOICES = ["hellaswag", "piqa", "arc_easy", "arc_challenge", "winogrande", "boolq", "openbookqa", "copa"]
SUBJECTS = ["mmlu_abstract_algebra", "mmlu_high_school_biology", "mmlu_us_foreign_policy"]
# Examples shown, items at most (a page of WikiText is as long as many items), tasks.
RUNS = [
    (0, sys.maxsize, [*CHOICES, "lambada_openai", *SUBJECTS]),
    (2, sys.maxsize, [*CHOICES, "lambada_openai"]),
    (5, sys.maxsize, [*SUBJECTS, "gsm8k"]),
    (0, 4, ["wikitext"]),
]
# Relative, of figures. Log-likelihoods differ in the order in which float32 is added up; a perplexity shows that most.
SAME = 1e-5


def ours(command, model, tasks, shots, limit):
    """Figures, and samples, by task."""
    out = harness.FOLDER / "foldline"
    call = [*command.split(), "evaluate", "--model", model, "--evaluate", ",".join(tasks), "--json"]
    call += ["--task-data", harness.DATA, "--fewshot", str(shots), "--limit", str(limit), "--output-path", out]
    call += ["--device", "cpu", "--dtype", "f32"]
    done = subprocess.run(call, stdout=subprocess.PIPE, check=True)
    figures = json.loads(done.stdout)["evaluation"]
    samples = {}
    for task in tasks:
        (file,) = out.glob(f"*/samples_{task}_*.jsonl")
        samples[task] = ordered(harness.rows(file))
        file.unlink()
    return figures, samples


def theirs(lm, manager, tasks, shots, limit):
    done = lm_eval.simple_evaluate(
        lm, tasks=tasks, task_manager=manager, num_fewshot=shots, limit=limit, bootstrap_iters=0, log_samples=True
    )
    figures, samples = {}, {}
    for task in tasks:
        figures[task] = {
            key.removesuffix(",none"): value
            for key, value in done["results"][task].items()
            if isinstance(value, float) and "_stderr" not in key
        }
        samples[task] = ordered(done["samples"][task])
    return figures, samples


def place(sample):
    return sample["filter"], sample["doc_id"]


def ordered(samples):
    return sorted(samples, key=place)


def compare(our, their):
    """How many samples have other prompts, how many other texts, and the largest relative difference of a log-likelihood."""
    prompts, texts, worst = 0, 0, 0.0
    assert [place(sample) for sample in our] == [place(sample) for sample in their]
    for one, other in zip(our, their):
        asked = [list(arguments.values()) for arguments in one["arguments"].values()]
        expected = [[text for text in arguments if isinstance(text, str)] for arguments in other["arguments"]]
        prompts += asked != expected
        if isinstance(other["resps"][0][0], str):
            texts += one["resps"] != other["resps"] or one["filtered_resps"] != other["filtered_resps"]
            continue
        for answer, right in zip(one["resps"], other["resps"], strict=True):
            wanted = right[0][0] if isinstance(right[0], tuple) else right[0]
            worst = max(worst, abs(float(answer[0][0]) - wanted) / abs(wanted))
    return prompts, texts, worst


def differences(our, their):
    """Relative, of every metric."""
    return {metric: (our[metric] - value) / value if value else our[metric] for metric, value in their.items()}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--foldline", default=str(HOME / "foldline"))
    parser.add_argument("models", nargs="+", type=Path)
    args = parser.parse_args()
    print("| model | task | examples | items | metric | Foldline | lm-eval | difference | log-likelihoods | prompts | texts |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    differ = False
    manager = harness.prepare({task for _, _, tasks in RUNS for task in tasks}, args.data.resolve())
    for model in args.models:
        lm = harness.model(model, 32)
        for shots, most, tasks in RUNS:
            limit = min(most, args.limit)
            our_figures, our_samples = ours(args.foldline, model, tasks, shots, limit)
            their_figures, their_samples = theirs(lm, manager, tasks, shots, limit)
            for task in tasks:
                prompts, texts, worst = compare(our_samples[task], their_samples[task])
                items = len({sample["doc_id"] for sample in our_samples[task]})
                for metric, difference in differences(our_figures[task], their_figures[task]).items():
                    differ = differ or prompts or texts or abs(difference) > SAME
                    print(
                        f"| {model.name} | {task} | {shots} | {items} | {metric}"
                        f" | {our_figures[task][metric]:.6g} | {their_figures[task][metric]:.6g} | {difference:.1e}"
                        f" | {worst:.1e} | {prompts} | {texts} |",
                        flush=True,
                    )
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
