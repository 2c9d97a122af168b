"""Writes lm-eval-golden.json: detokenized texts, word counts and rolling windows of lm-evaluation-harness 0.4.13.

lm_eval_golden.py WIKITEXT_JSONL > ../resources/io/foldline/evaluator/lm-eval-golden.json
"""

import hashlib
import importlib.metadata
import json
import sys

from lm_eval.tasks.wikitext.preprocess_wikitext import process_results, wikitext_detokenizer
from lm_eval.utils import get_rolling_token_windows, make_disjoint_window

TEXTS = [
    "",
    " ",
    " \n = Title = \n \n = = Section = = \n = = = Part = = = \n = = = = Deep = = = = \n",
    " the cats ' tails , the dog 's bone ; it 's \n",
    " 1 @,@ 000 @.@ 5 and twenty @-@ one : yes ! no ? well . end",
    " ( round ) [ square ] { curly } \" double \" ' single ' \n",
    " ( \n over \n lines ) [ ] { } ( ( nested ) ) \" odd \" one \" \n",
    " /' 5/ 20 \u00b0 C , N N N N . \n\n \n x",
    "\u00a0thin\u2009spaces \u3000 \x1c\x1d\x85 ( \u00a0 padded \u00a0 ) \u200b zero width",
    " <unk> \U0001f600 ' s ' s '' \"\" () []",
    "$1 \\ ( $2 \\ ) { \\1 }",
]
WINDOWS = [(0, 4), (1, 4), (3, 4), (4, 4), (5, 4), (8, 4), (10, 4), (11, 1), (9, 5)]


def text(page):
    words = process_results({"page": page}, (0.0,))["word_perplexity"][1]
    size = process_results({"page": page}, (0.0,))["byte_perplexity"][1]
    return {"page": page, "detokenized": wikitext_detokenizer({"page": page}), "words": words, "bytes": size}


def page(line):
    golden = text(json.loads(line)["page"])
    digest = hashlib.sha256(golden["detokenized"].encode()).hexdigest()
    return {"sha256": digest, "words": golden["words"], "bytes": golden["bytes"]}


def windows(tokens, length):
    rolling = get_rolling_token_windows(list(range(100, 100 + tokens)), 1, length, 1)
    return {"tokens": tokens, "length": length, "windows": [list(make_disjoint_window(w)) for w in rolling]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        pages = [page(line) for line in file if line.strip()]
    json.dump(
        {
            "lm_eval": importlib.metadata.version("lm_eval"),
            "texts": [text(t) for t in TEXTS],
            "pages": pages,
            "windows": [windows(n, length) for n, length in WINDOWS],
        },
        sys.stdout,
        indent=1,
    )
    sys.stdout.write("\n")


main()
