"""Writes few-shot-golden.json: prompts with examples, as lm-evaluation-harness 0.4.13 makes them of made-up documents.

few_shot_golden.py > ../resources/io/foldline/evaluator/task/few-shot-golden.json
"""

import importlib.metadata
import json
import sys

import datasets
from lm_eval.api.task import ConfigurableTask

SEED = 1234
# Some documents are there twice, and some items are among the documents of other splits.
TRAIN = [f"train {i}" for i in range(30)] + ["test 1", "test 4", "test 4", "train 2"]
VALIDATION = [f"validation {i}" for i in range(9)] + ["validation 3", "validation 3", "test 1"]
TEST = [f"test {i}" for i in range(7)] + ["test 0", "test 0", "test 0", "train 2"]
SPLITS = {"train": TRAIN, "validation": VALIDATION, "test": TEST}
FIELDS = {
    "dataset_path": "made/up",
    "output_type": "loglikelihood",
    "doc_to_text": "{{ text }}:",
    "doc_to_target": "{{ text.split(' ')[1] }}",
    "fewshot_delimiter": "\n",
    "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
}
TRAINING, VALIDATED, TESTED = {"training_split": "train"}, {"validation_split": "validation"}, {"test_split": "test"}
CASES = [
    ("train, no test split", TRAINING | VALIDATED, 3),
    ("train, test split", TRAINING | VALIDATED | TESTED, 3),
    ("many from train, no test split", TRAINING | VALIDATED, 7),
    ("many from train, test split", TRAINING | VALIDATED | TESTED, 7),
    ("validation alone", VALIDATED, 3),
    ("validation by name, no test split", VALIDATED | {"fewshot_split": "validation"}, 3),
    ("test alone", TESTED, 3),
    ("test by name", TESTED | {"fewshot_split": "test"}, 3),
    ("test by the configuration of examples", TRAINING | TESTED | {"fewshot_config": {"split": "test"}}, 2),
    ("first of train, no test split", TRAINING | VALIDATED | {"fewshot_config": {"sampler": "first_n"}}, 4),
    ("first of validation", VALIDATED | {"fewshot_config": {"sampler": "first_n"}}, 4),
    ("first of test", TESTED | {"fewshot_config": {"sampler": "first_n"}}, 4),
    ("first of test by name", TESTED | {"fewshot_split": "test", "fewshot_config": {"sampler": "first_n"}}, 4),
    ("first of validation, all", TESTED | {"fewshot_split": "validation", "fewshot_config": {"sampler": "first_n"}}, 12),
]


def data(**_):
    return {name: datasets.Dataset.from_list([{"text": text} for text in texts]) for name, texts in SPLITS.items()}


def case(name, splits, count):
    fields = {"task": name.replace(",", "").replace(" ", "_"), **FIELDS, **splits}
    task = ConfigurableTask(config=json.loads(json.dumps(fields)) | {"custom_dataset": data})
    task.set_config("num_fewshot", count)
    task.set_fewshot_seed(SEED)
    return {"file": fields, "count": count, "prompts": [task.fewshot_context(doc, count) for doc in task.eval_docs]}


def main():
    golden = {
        "lm_eval": importlib.metadata.version("lm_eval"),
        "splits": SPLITS,
        "cases": [case(*each) for each in CASES],
    }
    json.dump(golden, sys.stdout, indent=1)
    sys.stdout.write("\n")


main()
