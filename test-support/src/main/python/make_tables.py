"""Makes test-support/fixtures/fixtures/classified/tables: the pictures beside it in Parquet, as Python's datasets writes
them, in two shards, the classes in turn.

Usage, in the root of the repository: python3 test-support/src/main/python/make_tables.py
Needs datasets and pillow.
"""

import shutil
from pathlib import Path

from datasets import ClassLabel, Dataset, Features, Image

OUT = Path("test-support/fixtures/fixtures/classified")
CLASSES = ["ant", "bee", "cat", "dog"]
ROWS = [10, 6]


def main():
    pictures = sorted((OUT / "images").glob("*/*.png"), key=lambda path: (path.name, path.parent.name))
    table = Dataset.from_dict(
        {
            "image": [{"bytes": path.read_bytes(), "path": path.name} for path in pictures],
            "label": [CLASSES.index(path.parent.name) for path in pictures],
        },
        features=Features({"image": Image(), "label": ClassLabel(names=CLASSES)}),
    )
    folder = OUT / "tables"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    first = 0
    for number, rows in enumerate(ROWS):
        shard = table.select(range(first, first + rows))
        shard.to_parquet(folder / f"train-{number:05d}-of-{len(ROWS):05d}.parquet")
        first += rows


if __name__ == "__main__":
    main()
