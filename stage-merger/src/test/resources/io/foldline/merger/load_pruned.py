"""Loads pruned checkpoints with stock transformers and compares them with the same pruning done in memory.

load_pruned.py < CASES, a JSON list of {"dense", "pruned", "transform" (safetensors file or null), "kept", "removed"};
prints a JSON list of {"keys": problems with keys, "difference": largest absolute difference of logits}.
"""
import json
import os
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.manual_seed(0)


def in_memory(case):
    model = AutoModelForCausalLM.from_pretrained(case["dense"], dtype="auto").eval()
    layers = model.model.layers
    if case["transform"]:
        transform = load_file(case["transform"])["transform"]
        weight = layers[case["kept"]].mlp.down_proj.weight
        weight.data = (transform.T @ weight.data.double()).to(weight.dtype)
    model.model.layers = torch.nn.ModuleList(
        layer for i, layer in enumerate(layers) if i not in case["removed"])
    return model


def check(case):
    pruned, info = AutoModelForCausalLM.from_pretrained(case["pruned"], dtype="auto", output_loading_info=True)
    keys = [f"{kind}: {sorted(map(str, found))}" for kind, found in info.items() if found]
    expected = in_memory(case)
    if os.path.exists(os.path.join(case["dense"], "tokenizer.json")):
        text = "Once upon a time, there was a little bird."
        if AutoTokenizer.from_pretrained(case["pruned"])(text) != AutoTokenizer.from_pretrained(case["dense"])(text):
            keys.append("the tokenizers differ")
    if pruned.dtype != expected.dtype:
        keys.append(f"dtype {pruned.dtype}, expected {expected.dtype}")
    ids = torch.randint(0, pruned.config.vocab_size, (2, 24))
    with torch.no_grad():
        found = pruned.float()(ids, use_cache=False).logits
        wanted = expected.float()(ids, use_cache=False).logits
    return {"keys": keys, "difference": (found - wanted).abs().max().item()}


json.dump([check(case) for case in json.load(sys.stdin)], sys.stdout)
