"""Writes token-ids.json: token ids as AutoTokenizer of transformers gives them.

token_ids.py FIXTURES > ../resources/io/foldline/model/text/token-ids.json

FIXTURES is the folder that holds models/demo and models/stories260k. Variants change a few keys of tokenizer.json or
tokenizer_config.json; null stands for null in the former and removes the key in the latter.
"""

import json
import os
import shutil
import sys
import tempfile

import transformers

MAX_LENGTH = 6
TEXTS = [
    "",
    " ",
    "   ",
    "\n",
    "a",
    "Once upon a time, there was a little girl.",
    "  leading and trailing spaces  ",
    "\ttabs\tand\r\nline ends\n\n",
    "emoji 😀👩‍👩‍👧‍👦🇫🇮 between",
    "日本語と中文 mixed with English",
    "combining e\u0301 against é, \u202eright to left\u202c",
    "control \u0000\u0001\u001f\u007f characters",
    "<s>begins with the first special token",
    "<s> <s>begins with two",
    "special </s> inside <s> the <unk> text</s>",
    "<pad><x> <zz> tokens of the configuration",
    "x" * 300,
    "word" * 60 + " " + "ä" * 40,
    "a\u2581b \u2581 c",
    "0123456789 3.14159 1,000,000 -5e10",
]
VARIANTS = [
    ("models/demo", {}, {}),
    ("models/stories260k", {}, {}),
    ("models/stories260k", {"post_processor": None}, {"add_bos_token": True}),
    ("models/stories260k", {}, {"add_bos_token": False, "add_eos_token": True}),
    ("models/stories260k", {}, {"tokenizer_class": "LlamaTokenizer"}),
    ("models/stories260k", {}, {"tokenizer_class": "LlamaTokenizerFast", "legacy": True}),
    ("models/stories260k", {}, {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": False}),
    ("models/stories260k", {"post_processor": None}, {"tokenizer_class": "LlamaTokenizer", "bos_token": None}),
    ("models/demo", {}, {"tokenizer_class": "LlamaTokenizer"}),
    ("models/demo", {}, {"pad_token": "<pad>", "extra_special_tokens": ["<x>"]}),
    (
        "models/demo",
        {},
        {"added_tokens_decoder": {"4096": {"content": "<zz>", "lstrip": True, "rstrip": False, "normalized": False,
                                           "single_word": False, "special": False}}},
    ),
    ("models/demo", {}, {"truncation_side": "left"}),
    ("models/demo", {"truncation": {"direction": "Left", "max_length": 4, "strategy": "LongestFirst", "stride": 0}}, {}),
    ("models/demo", {}, {"split_special_tokens": True}),
    (
        "models/demo",
        {"post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                               "</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}}},
        {},
    ),
]


def variant(fixtures, base, tokenizer, config, folder):
    source = os.path.join(fixtures, base)
    shutil.copy(os.path.join(source, "config.json"), folder)
    for name, change in (("tokenizer.json", tokenizer), ("tokenizer_config.json", config)):
        with open(os.path.join(source, name), encoding="utf-8") as file:
            value = json.load(file)
        value.update(change)
        if name == "tokenizer_config.json":
            value = {k: v for k, v in value.items() if v is not None}
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(value, file)


def ids(tokenizer, text):
    return {
        "text": text,
        "ids": tokenizer(text)["input_ids"],
        "plain": tokenizer(text, add_special_tokens=False)["input_ids"],
        "truncated": tokenizer(text, truncation=True, max_length=MAX_LENGTH)["input_ids"],
    }


def main():
    out = {"transformers": transformers.__version__, "maxLength": MAX_LENGTH, "variants": []}
    for base, tokenizer, config in VARIANTS:
        with tempfile.TemporaryDirectory() as folder:
            variant(sys.argv[1], base, tokenizer, config, folder)
            loaded = transformers.AutoTokenizer.from_pretrained(folder)
            out["variants"].append({
                "base": base,
                "tokenizer": tokenizer,
                "config": config,
                "bos": loaded.bos_token_id,
                "eos": loaded.eos_token_id,
                "cases": [ids(loaded, text) for text in TEXTS],
            })
    json.dump(out, sys.stdout, indent=None, separators=(",", ":"))
    sys.stdout.write("\n")


main()
