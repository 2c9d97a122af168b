"""Loads pruned checkpoints with stock transformers and compares them with the same pruning done in memory.

load_pruned.py < CASES, a JSON list of {"dense", "pruned", "transform" (safetensors file or null), "kept", "removed"}, and
where the kept block's output is scaled "factor", where the removed blocks are merged into it "merged": true;
prints a JSON list of {"keys": problems with keys, "difference": largest absolute difference of logits}.
"""
import json
import os
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.manual_seed(0)


def first(output):
    return output[0] if isinstance(output, tuple) else output


def added_by(block):
    """The module whose output is added to the residual stream after the attention."""
    names = ("post_feedforward_layernorm", "mlp", "block_sparse_moe", "fc2")
    return next(getattr(block, name) for name in names if hasattr(block, name))


def in_memory(case):
    """The dense model without the removed blocks, with the transform folded into a plain last layer of the kept block's MLP,
    or else applied to what that MLP adds."""
    model = AutoModelForCausalLM.from_pretrained(case["dense"], dtype="auto").eval()
    count = model.config.num_hidden_layers
    kept = [i for i in range(count) if i not in case["removed"]]
    parent, name, blocks = next(
        (module, name, child)
        for module in model.modules()
        for name, child in module.named_children()
        if isinstance(child, torch.nn.ModuleList) and len(child) == count)
    last = getattr(added_by(blocks[case["kept"]]), "down_proj", None)
    transform = load_file(case["transform"])["transform"] if case["transform"] else None
    if transform is not None and isinstance(last, torch.nn.Linear):
        last.weight.data = (transform.T @ last.weight.data.double()).to(last.weight.dtype)
    elif transform is not None:
        scale = getattr(model.config, "residual_multiplier", 1.0)
        seen = {}

        def keep(module, inputs, output):
            seen["m"] = first(output).clone() * scale

        def fold(module, inputs, output):
            m = seen["m"].view(first(output).shape)
            changed = first(output) - m + (m.double() @ transform).to(m.dtype)
            return (changed, *output[1:]) if isinstance(output, tuple) else changed

        block = blocks[case["kept"]]
        added_by(block).register_forward_hook(keep)
        block.register_forward_hook(fold)
    if case.get("merged"):
        merge(blocks[case["kept"]], [blocks[i] for i in case["removed"]])
    if "factor" in case:
        blocks[case["kept"]].register_forward_hook(lambda module, inputs, output: (
            (case["factor"] * output[0], *output[1:]) if isinstance(output, tuple) else case["factor"] * output))
    setattr(parent, name, torch.nn.ModuleList(blocks[i] for i in kept))
    for key in ("layer_types", "no_rope_layers"):
        values = getattr(model.config, key, None)
        if values is not None:
            setattr(model.config, key, [values[i] for i in kept])
    model.config.num_hidden_layers = len(kept)
    return model


def merge(block, others):
    for name, value in block.named_parameters():
        own = value.data.double()
        total = own + sum(other.get_parameter(name).data.double() - own for other in others)
        value.data = total.to(value.dtype)


def without_epsilon(model):
    """Norms take a factor away but for their epsilon, which in models of tiny weights is not small beside these."""
    for module in model.modules():
        for name in ("variance_epsilon", "eps"):
            if hasattr(module, name):
                setattr(module, name, 1e-12)


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
    if "factor" in case:
        without_epsilon(pruned)
        without_epsilon(expected)
    ids = torch.randint(0, pruned.config.vocab_size, (2, 24))
    with torch.no_grad():
        found = pruned.float()(ids, use_cache=False).logits
        wanted = expected.float()(ids, use_cache=False).logits
    return {"keys": keys, "difference": (found - wanted).abs().max().item()}


json.dump([check(case) for case in json.load(sys.stdin)], sys.stdout)
