"""Makes golden_reconstruct.safetensors beside the checkpoints named below: the new weights that the methods `reconstruct`
and `auto` give the blocks behind the cut kept 2, removed 3 and 4, computed with transformers on the input of
golden.safetensors.

The walk with `reconstruct`: the last map of the MLP of block 2 is to meet the dense output of block 4; then, in block 5,
the output projection of the attention is to meet the dense residual stream behind the attention, and the last map of the
MLP the dense output. With `auto`, the output projection of the attention of block 2 is to meet the dense residual stream
plus half of what the attention of the blocks 3 and 4 adds; and in blocks 2 and 5 what queries, keys and values read, and
what the first maps of the MLP read, is to be what they read in the dense model, where that has changed. Each step sees the new weights of those before. A
change is ridge least squares on what is missing, with a ridge of a tenth of the mean diagonal, in float64, over the real
tokens, each weighted by the inverse square of the dense state; a bias is one more input, which is 1. The new tensors bear
the names of the dense checkpoint behind the name of the method; METHOD.pruned_logits is what the pruned model with them
computes.

Usage, in the root of the repository: python3 test-support/src/main/python/make_reconstruct.py
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

FOLDER = Path("test-support/fixtures/fixtures/families")
KEPT, REMOVED, LAST = 2, (3, 4), 5
RIDGE = 0.1
METHODS = {
    "reconstruct": [(KEPT, "mlp"), (LAST, "attention"), (LAST, "mlp")],
    "auto": [(KEPT, "attention"), (KEPT, "reads mlp"), (KEPT, "mlp")]
    + [(LAST, kind) for kind in ("reads attention", "attention", "reads mlp", "mlp")],
}

LLAMA = {
    "reads attention": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "attention": ("self_attn.o_proj",),
    "reads mlp": ("mlp.gate_proj", "mlp.up_proj"),
    "mlp": ("mlp.down_proj",),
}
GPT2 = {
    "reads attention": ("attn.c_attn",),
    "attention": ("attn.c_proj",),
    "reads mlp": ("mlp.c_fc",),
    "mlp": ("mlp.c_proj",),
}
OPT = LLAMA | {"attention": ("self_attn.out_proj",), "reads mlp": ("fc1",), "mlp": ("fc2",)}
PHI = LLAMA | {"attention": ("self_attn.dense",), "reads mlp": ("mlp.fc1",), "mlp": ("mlp.fc2",)}
FALCON = {
    "reads attention": ("self_attention.query_key_value",),
    "attention": ("self_attention.dense",),
    "reads mlp": ("mlp.dense_h_to_4h",),
    "mlp": ("mlp.dense_4h_to_h",),
}

# Checkpoint: where the blocks are, and what their maps are called.
MODELS = {
    "llama-yarn": ("model.layers", LLAMA),
    "granite": ("model.layers", LLAMA),
    "gpt2-bare": ("transformer.h", GPT2),
    "opt-bare": ("model.decoder.layers", OPT),
    "phi": ("model.layers", PHI),
    "falcon-multi-query": ("transformer.h", FALCON),
}


def run(model, blocks, maps, golden):
    """Logits; and of each block what it gives, the residual stream behind its attention, and what its maps read."""
    seen = {}

    def hook(key, output):
        def record(module, inputs, outputs):
            value = (outputs[0] if isinstance(outputs, tuple) else outputs) if output else inputs[0]
            seen[key] = value.detach().double()

        return record

    hooks = []
    for number, block in blocks.items():
        hooks.append(block.register_forward_hook(hook((number, "out"), True)))
        for kind, names in maps.items():
            module = block.get_submodule(names[0])
            hooks.append(module.register_forward_hook(hook((number, kind), False)))
            hooks.append(module.register_forward_hook(hook((number, kind, "gives"), True)))
    with torch.no_grad():
        logits = model(
            input_ids=golden["input_ids"], attention_mask=golden["attention_mask"], use_cache=False
        ).logits
    for handle in hooks:
        handle.remove()
    scale = getattr(model.config, "residual_multiplier", 1.0)
    for number in blocks:
        if (number, "out") in seen:
            out = seen[number, "out"]
            seen[number, "behind attention"] = out - scale * seen[number, "mlp", "gives"].reshape(out.shape)
    return logits, seen


def solve(inner, goal, now, rows, scale, bias):
    inner, goal, now = (x.reshape(-1, x.shape[-1])[rows] for x in (inner, goal, now))
    if bias:
        inner = torch.cat([inner, torch.ones(len(inner), 1, dtype=torch.float64)], 1)
    weight = 1 / goal.norm(dim=1, keepdim=True)
    inner, missing = inner * weight, (goal - now) * weight / scale
    gram = inner.T @ inner
    ridge = RIDGE * gram.diagonal().mean()
    return torch.linalg.solve(gram + ridge * torch.eye(len(gram), dtype=torch.float64), inner.T @ missing)


@torch.no_grad()
def change(modules, solution, reads):
    for module in modules:
        plain = isinstance(module, torch.nn.Linear)
        weight = module.weight.double() if plain else module.weight.double().T
        step = weight @ solution.T if reads else solution[: weight.shape[1]].T
        module.weight.copy_((weight + step) if plain else (weight + step).T)
        if module.bias is not None and not reads:
            module.bias.copy_(module.bias.double() + solution[-1])


def make(name, steps):
    path, maps = MODELS[name]
    folder = FOLDER / name
    golden = load_file(folder / "golden.safetensors")
    rows = golden["attention_mask"].bool().flatten()
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    scale = getattr(model.config, "residual_multiplier", 1.0)
    layers = list(model.get_submodule(path))
    _, dense = run(model, dict(enumerate(layers)), maps, golden)
    kept = {number: block for number, block in enumerate(layers) if number not in REMOVED}
    owner, _, leaf = path.rpartition(".")
    setattr(model.get_submodule(owner), leaf, torch.nn.ModuleList(kept.values()))

    changed = []
    for block, kind in steps:
        _, now = run(model, kept, maps, golden)
        modules = [layers[block].get_submodule(each) for each in maps[kind]]
        reads = kind.startswith("reads")
        state = {"mlp": "out", "attention": "behind attention"}.get(kind, kind)
        target = REMOVED[-1] if (block, kind) == (KEPT, "mlp") else block
        goal = dense[target, state]
        if (block, kind) == (KEPT, "attention"):
            goal = goal + sum(dense[gone, "behind attention"] - dense[gone - 1, "out"] for gone in REMOVED) / 2
        bias = not reads and modules[0].bias is not None
        solution = solve(
            now[block, kind], goal, now[block, state], rows, 1 if reads else scale, bias
        )
        change(modules, solution, reads)
        for module, each in zip(modules, maps[kind]):
            parameters = dict(module.named_parameters())
            wanted = ["weight"] if reads or module.bias is None else ["weight", "bias"]
            changed += [(f"{path}.{block}.{each}.{parameter}", parameters[parameter]) for parameter in wanted]
    logits, _ = run(model, kept, maps, golden)
    return logits * golden["attention_mask"].unsqueeze(-1), changed


def main():
    for name in MODELS:
        folder = FOLDER / name
        stored = load_file(folder / "model.safetensors").keys()
        tensors = {}
        for method, steps in METHODS.items():
            logits, changed = make(name, steps)
            tensors[f"{method}.pruned_logits"] = logits.contiguous()
            for full, parameter in changed:
                key = next(key for key in stored if full.endswith(key))
                tensors[f"{method}.{key}"] = parameter.detach().clone().contiguous()
        save_file(tensors, folder / "golden_reconstruct.safetensors")
        print(name, len(tensors))


main()
