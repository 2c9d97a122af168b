"""Benchmark data in splits, read alike by Foldline and by lm-evaluation-harness, and the harness's own tasks on that data."""

import json
import logging
import os
import tempfile
from pathlib import Path

import yaml

_TEMPORARY = tempfile.TemporaryDirectory(prefix="harness-")
FOLDER = Path(_TEMPORARY.name)
# Read when the modules below are loaded.
os.environ.update(
    HF_HUB_OFFLINE="1",
    HF_DATASETS_CACHE=str(FOLDER / "cache"),
    HF_DATASETS_DISABLE_PROGRESS_BARS="1",
    TOKENIZERS_PARALLELISM="false",
    OMP_WAIT_POLICY="passive",
)
import lm_eval.tasks  # noqa: E402
from lm_eval.models.huggingface import HFLM  # noqa: E402

logging.disable(logging.WARNING)

DATA = FOLDER / "data"
PACKAGE = Path(lm_eval.tasks.__file__).parent
# The harness's file of each task, and the split that it measures.
FILES = {
    "hellaswag": ("hellaswag/hellaswag.yaml", "validation"),
    "piqa": ("piqa/piqa.yaml", "validation"),
    "arc_easy": ("arc/arc_easy.yaml", "test"),
    "arc_challenge": ("arc/arc_challenge.yaml", "test"),
    "winogrande": ("winogrande/default.yaml", "validation"),
    "boolq": ("super_glue/boolq/default.yaml", "validation"),
    "openbookqa": ("openbookqa/openbookqa.yaml", "test"),
    "copa": ("super_glue/copa/default.yaml", "validation"),
    "lambada_openai": ("lambada/lambada_openai.yaml", "test"),
    "wikitext": ("wikitext/wikitext.yaml", "test"),
    "gsm8k": ("gsm8k/gsm8k.yaml", "test"),
}
MMLU = "mmlu_"


def rows(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write(file, documents):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")


def sums(first, count):
    """Problems in the form of GSM8K, which is not among the local copies."""
    for i in range(first, first + count):
        a, b = 7 * i % 90 + 3, 11 * i % 40 + 2
        yield {
            "question": f"Sam has {a} apples and buys {b} more. How many apples does Sam have now?",
            "answer": f"Sam has {a} + {b} = <<{a}+{b}={a + b}>>{a + b} apples.\n#### {a + b}",
        }


def training(items):
    """Documents to draw examples from: the last items, and among them some of the first, one of them twice."""
    return items[-35:] + items[:4] + items[1:2]


def splits(task, source):
    """The rows of each split of a task, by the name of the split."""
    if task.startswith(MMLU):
        subject = task.removeprefix(MMLU)
        return {
            split: [row for row in rows(source / "mmlu" / f"{split}.jsonl") if row["subject"] == subject]
            for split in ("test", "dev")
        }
    if task == "gsm8k":
        return {"train": list(sums(100, 40)), "test": list(sums(0, 60))}
    items = rows(source / f"{task}.jsonl")
    if task == "boolq":
        # The copy may be google/boolq, which has the answer where aps/super_glue has its number.
        items = [{"label": int(item["answer"]), **item} if "answer" in item else item for item in items]
    return {"train": training(items), FILES[task][1]: items}


def prepare(tasks, source):
    """Writes DATA, for Foldline's --task-data, and the harness's tasks on the same files, which it returns."""
    declared = FOLDER / "tasks"
    declared.mkdir()
    for task in tasks:
        files = {}
        for split, documents in splits(task, source).items():
            file = DATA / task / f"{split}.jsonl"
            write(file, documents)
            files[split] = str(file)
        path = f"mmlu/default/{task}.yaml" if task.startswith(MMLU) else FILES[task][0]
        local = {
            "include": str(PACKAGE / path),
            "task": task,
            "tag": None,
            "dataset_path": "json",
            "dataset_name": None,
            "dataset_kwargs": {"data_files": files},
        }
        (declared / f"{task}.yaml").write_text(yaml.safe_dump(local), encoding="utf-8")
    return lm_eval.tasks.TaskManager(include_path=str(declared), include_defaults=False)


def model(folder, batch):
    """The model of a checkpoint folder, in float32 on the CPU."""
    return HFLM(pretrained=str(folder), dtype="float32", device="cpu", batch_size=batch)
