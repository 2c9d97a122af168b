"""Makes golden_reconstruct.safetensors beside the checkpoints named below: the new weights that the method `reconstruct`
gives the blocks behind the cut kept 2, removed 3 and 4, computed with transformers on the input of golden.safetensors.

The walk: the last map of the MLP of block 2 is to meet the dense output of block 4; then of block 5 the output projection of
the attention is to meet the dense residual stream behind the attention, and the last map of the MLP the dense output. Each
sees the new weights of those before. A change of the weights is ridge least squares on what is missing, with a ridge of a
tenth of the mean diagonal, in float64, over the real tokens; a bias is one more input, which is 1. The new tensors bear
the names of the dense checkpoint; pruned_logits is what the pruned model with them computes.

Usage, in the root of the repository: python3 test-support/src/main/python/make_reconstruct.py
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

FOLDER = Path("test-support/fixtures/fixtures/families")
KEPT, REMOVED, LAST = 2, (3, 4), 5
RIDGE = 0.1

# Checkpoint: blocks, output projection of the attention, last map of the MLP.
MODELS = {
    "llama-yarn": ("model.layers", "self_attn.o_proj", "mlp.down_proj"),
    "granite": ("model.layers", "self_attn.o_proj", "mlp.down_proj"),
    "gpt2-bare": ("transformer.h", "attn.c_proj", "mlp.c_proj"),
    "opt-bare": ("model.decoder.layers", "self_attn.out_proj", "fc2"),
    "phi": ("model.layers", "self_attn.dense", "mlp.fc2"),
    "falcon-multi-query": ("transformer.h", "self_attention.dense", "mlp.dense_4h_to_h"),
}


class Recorder:
    """What goes into some modules and comes out of them."""

    def __init__(self, modules):
        self.inputs, self.outputs = {}, {}
        self.hooks = [module.register_forward_hook(self.hook(name)) for name, module in modules.items()]

    def hook(self, name):
        def record(module, inputs, output):
            output = output[0] if isinstance(output, tuple) else output
            self.inputs[name] = inputs[0].detach().double() if inputs else None
            self.outputs[name] = output.detach().double()

        return record

    def close(self):
        for hook in self.hooks:
            hook.remove()


def record(model, modules, golden):
    recorder = Recorder(modules)
    with torch.no_grad():
        logits = model(
            input_ids=golden["input_ids"], attention_mask=golden["attention_mask"], use_cache=False
        ).logits
    recorder.close()
    return recorder, logits


def refit(module, inner, missing, rows, scale):
    inner = inner.reshape(-1, inner.shape[-1])[rows]
    missing = missing.reshape(-1, missing.shape[-1])[rows] / scale
    if module.bias is not None:
        inner = torch.cat([inner, torch.ones(len(inner), 1, dtype=torch.float64)], 1)
    gram = inner.T @ inner
    ridge = RIDGE * gram.diagonal().mean()
    change = torch.linalg.solve(gram + ridge * torch.eye(len(gram), dtype=torch.float64), inner.T @ missing)
    with torch.no_grad():
        weight = module.weight.double()
        plain = change[: weight.shape[1] if isinstance(module, torch.nn.Linear) else weight.shape[0]]
        module.weight.copy_(weight + (plain.T if isinstance(module, torch.nn.Linear) else plain))
        if module.bias is not None:
            module.bias.copy_(module.bias.double() + change[-1])


def make(name):
    path, attention, mlp = MODELS[name]
    folder = FOLDER / name
    golden = load_file(folder / "golden.safetensors")
    rows = golden["attention_mask"].bool().flatten()
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    owner = model.get_submodule(path.rpartition(".")[0])
    blocks = list(model.get_submodule(path))
    scale = getattr(model.config, "residual_multiplier", 1.0)
    maps = {
        (block, kind): blocks[block].get_submodule(attention if kind == "attention" else mlp)
        for block in (KEPT, LAST)
        for kind in ("attention", "mlp")
    }
    watched = {block: blocks[block] for block in (KEPT, REMOVED[-1], LAST)} | maps
    dense, _ = record(model, watched, golden)
    setattr(owner, path.rpartition(".")[2], torch.nn.ModuleList([blocks[i] for i in range(6) if i not in REMOVED]))

    def residual(recorder, block):
        output = recorder.outputs[block]
        return output - scale * recorder.outputs[block, "mlp"].reshape(output.shape)

    watched.pop(REMOVED[-1])
    pruned, _ = record(model, watched, golden)
    missing = dense.outputs[REMOVED[-1]] - pruned.outputs[KEPT]
    refit(maps[KEPT, "mlp"], pruned.inputs[KEPT, "mlp"], missing, rows, scale)
    pruned, _ = record(model, watched, golden)
    missing = residual(dense, LAST) - residual(pruned, LAST)
    refit(maps[LAST, "attention"], pruned.inputs[LAST, "attention"], missing, rows, scale)
    pruned, _ = record(model, watched, golden)
    missing = dense.outputs[LAST] - pruned.outputs[LAST]
    refit(maps[LAST, "mlp"], pruned.inputs[LAST, "mlp"], missing, rows, scale)
    _, logits = record(model, watched, golden)

    tensors = {"pruned_logits": (logits * golden["attention_mask"].unsqueeze(-1)).contiguous()}
    stored = load_file(folder / "model.safetensors").keys()
    for block, kind in ((KEPT, "mlp"), (LAST, "attention"), (LAST, "mlp")):
        module = maps[block, kind]
        suffix = f"{path}.{block}.{attention if kind == 'attention' else mlp}"
        for leaf, parameter in module.named_parameters():
            key = next(key for key in stored if f"{suffix}.{leaf}".endswith(key))
            tensors[key] = parameter.detach().clone().contiguous()
    save_file(tensors, folder / "golden_reconstruct.safetensors")
    print(name, {key: tuple(value.shape) for key, value in tensors.items()})


for name in MODELS:
    make(name)
