"""Writes records.parquet and records.jsonl: the same rows as Python's datasets writes and gives them.

records.py ../resources/io/foldline/model/text/records
"""

import json
import sys
from pathlib import Path

import pyarrow as pa
from datasets import ClassLabel, Dataset, Features, Sequence, Value

FEATURES = Features(
    {
        "id": Value("string"),
        "choices": {"text": Sequence(Value("string")), "label": Sequence(Value("string"))},
        "Answer Key": Value("large_string"),
        "label": ClassLabel(names=["no", "yes"]),
        "big": Value("int64"),
        "huge": Value("uint64"),
        "small": Value("int8"),
        "single": Value("float32"),
        "double": Value("float64"),
        "true": Value("bool"),
        "turns": [{"role": Value("string"), "n": Value("int32")}],
        "matrix": Sequence(Sequence(Value("int32"))),
        "it's \"quoted\"": Value("string"),
    }
)
ROWS = [
    ("a", (["x", "y"], ["A", "B"]), "A", 1, 2**53 + 1, 2**64 - 1, -128, 0.1, 0.1, True, [("user", 1)], [[1, 2], [3]]),
    ("\u00e9\U0001f600\u2028\u0000\"\\\n\t", ([], []), "", 0, -(2**63), 0, 127, float("nan"), 1e300, False, [], []),
    ("", (["\U0001f469\u200d\U0001f680"], ["1"]), " ", 0, 0, 2**63, 0, 1.0, float("-inf"), True, [("x", None)], [[]]),
    (None, (None, ["C", None]), None, None, None, None, None, None, None, None, None, None),
    ("z", None, "B", 1, 7, 8, 9, 16777217.0, -0.0, False, [("", 0), ("b", -1)], [None, [4]]),
]


def row(values):
    text, choices, *rest, turns, matrix = values
    pair = None if choices is None else {"text": choices[0], "label": choices[1]}
    said = None if turns is None else [{"role": role, "n": n} for role, n in turns]
    return dict(zip(FEATURES, [text, pair, *rest, said, matrix, text]))


def main():
    folder = Path(sys.argv[1])
    rows = Dataset(pa.Table.from_pylist([row(values) for values in ROWS], schema=FEATURES.arrow_schema))
    rows.to_parquet(folder / "records.parquet")
    with open(folder / "records.jsonl", "w", encoding="utf-8") as file:
        for record in rows:
            file.write(json.dumps(record) + "\n")


main()
