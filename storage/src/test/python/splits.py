"""Writes splits.json: the files of splits as Python's datasets finds them.

splits.py > ../resources/io/foldline/storage/dataset/splits.json
"""

import json
import sys
import tempfile
from pathlib import Path

import datasets
from datasets.download import DownloadConfig
from datasets.load import LocalDatasetModuleFactory

SUBJECTS = [
    f"{subject}/{split}-00000-of-00001.parquet" for subject in ("law", "art") for split in ("dev", "test", "validation")
]
LAYOUTS = [
    ("", ["data/train-00000-of-00001.parquet", "data/test-00000-of-00001.parquet", "data/dev-00000-of-00001.parquet"]),
    ("", [f"data/validation-0000{i}-of-00002.parquet" for i in (1, 0)] + ["test.jsonl", "train.jsonl"]),
    ("", ["train.jsonl", "dev.jsonl", "eval.jsonl"]),
    ("", ["a_training_1.csv", "b_valid.csv", "val-2.csv", "testing.csv", "latest.csv", "devil.csv"]),
    ("", ["train/a.jsonl", "my-val/test.jsonl", "evaluation/x/b.jsonl", "dev.jsonl"]),
    ("", ["data/train.csv", "data/test.csv", "data/heldout.csv"]),
    ("", ["test/a.csv", "test.csv"]),
    ("", ["a.csv", "x/b.csv"]),
    (
        """configs:
- config_name: law
  data_files:
  - {split: test, path: law/test-*}
  - {split: validation, path: law/validation-*}
  - {split: dev, path: [law/dev-*]}
- config_name: art
  data_files:
  - {split: dev, path: [art/dev-00000-of-00001.parquet]}
""",
        SUBJECTS,
    ),
    (
        """configs:
- config_name: law
  data_dir: law
- config_name: art
  data_dir: ./art/
  default: true
""",
        SUBJECTS,
    ),
    (
        """configs:
- config_name: text
  data_files: "*/more/?.csv"
- config_name: folder
  data_dir: en
  data_files:
  - {split: validation, path: "[!t]*.csv"}
  - {split: test_extra, path: ["t*.csv", "more/**"]}
- config_name: list
  data_files: [de.csv, "en/*.csv"]
""",
        ["en/a.csv", "en/b.csv", "en/t1.csv", "en/t2.csv", "en/more/c.csv", "en/more/d/e.csv", "de.csv"],
    ),
]


def splits(folder):
    parameters = LocalDatasetModuleFactory(str(folder)).get_module().builder_configs_parameters
    for config in parameters.builder_configs:
        config._resolve_data_files(str(folder), DownloadConfig())
        files = {
            str(split): sorted({Path(path).relative_to(folder).as_posix() for path in paths})
            for split, paths in config.data_files.items()
        }
        yield {"config": config.name, "default": config.name == parameters.default_config_name, "splits": files}


def layout(yaml, files):
    card = f"---\n{yaml}---\n" if yaml else ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text("x")
        if card:
            (folder / "README.md").write_text(card)
        return {"card": card, "files": files, "configs": list(splits(folder))}


def main():
    found = [layout(yaml, files) for yaml, files in LAYOUTS]
    json.dump({"datasets": datasets.__version__, "layouts": found}, sys.stdout, indent=1)
    sys.stdout.write("\n")


main()
