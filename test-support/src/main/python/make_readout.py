"""Makes golden_readout.safetensors beside the checkpoints named below: gain and bias of the norm in front of the head,
fitted three times to the next-token probabilities of the dense model once blocks 3 and 4 are removed, computed with
transformers on the input of golden.safetensors.

At each real token four of the vocabulary are drawn from the mean of both distributions, p of the pruned model and q of the
dense one, at the places (i + u) / 4 of its running sum, i from 0 to 3, u from Java's SplittableRandom(number of the
sequence). A row is how the logit of the drawn token, less its mean under p, grows with a relative change of the gain, and
with the bias; the response is 2 (q - p) / (q + p). The change is ridge least squares with a ridge of a tenth of the mean
diagonal, in float64.

Usage, in the root of the repository: python3 test-support/src/main/python/make_readout.py
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

FOLDER = Path("test-support/fixtures/fixtures/families")
REMOVED, ROUNDS, DRAWS, RIDGE = (3, 4), 3, 4, 0.1

# Checkpoint: where the blocks are, and the last norm; what is added to its stored gain.
MODELS = {
    "llama-yarn": ("model.layers", "model.norm", 0),
    "granite": ("model.layers", "model.norm", 0),
    "gemma": ("model.layers", "model.norm", 1),
    "gpt2-bare": ("transformer.h", "transformer.ln_f", 0),
    "opt-bare": ("model.decoder.layers", "model.decoder.final_layer_norm", 0),
    "phi": ("model.layers", "model.final_layernorm", 0),
}
MASK = (1 << 64) - 1


def uniform(seed):
    """What java.util.SplittableRandom(seed).nextDouble() gives, again and again."""
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield ((z ^ (z >> 31)) >> 11) * 2.0**-53


def places(mask):
    rows = []
    for number, length in enumerate(mask.sum(1).tolist()):
        random = uniform(number)
        rows += [[(draw + next(random)) / DRAWS for draw in range(DRAWS)] for _ in range(length)]
    return torch.tensor(rows, dtype=torch.float64)


@torch.no_grad()
def run(model, norm, golden):
    """Probabilities at real tokens, and what the norm gives there."""
    seen = []
    handle = norm.register_forward_hook(lambda module, inputs, output: seen.append(output))
    logits = model(input_ids=golden["input_ids"], attention_mask=golden["attention_mask"], use_cache=False).logits
    handle.remove()
    real = golden["attention_mask"].bool()
    return torch.softmax(logits.double(), -1)[real], seen[0].double()[real]


@torch.no_grad()
def make(name):
    path, norm_path, offset = MODELS[name]
    folder = FOLDER / name
    golden = load_file(folder / "golden.safetensors")
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    norm, head = model.get_submodule(norm_path), model.get_output_embeddings()
    goal, _ = run(model, norm, golden)
    layers = list(model.get_submodule(path))
    owner, _, leaf = path.rpartition(".")
    kept = [block for number, block in enumerate(layers) if number not in REMOVED]
    setattr(model.get_submodule(owner), leaf, torch.nn.ModuleList(kept))
    bias = getattr(norm, "bias", None)
    at = places(golden["attention_mask"])
    divisor = getattr(model.config, "logits_scaling", 1.0)
    for _ in range(ROUNDS):
        now, given = run(model, norm, golden)
        sums = (now + goal).cumsum(-1)
        drawn = torch.searchsorted(sums, at * sums[:, -1:]).clamp_max(now.shape[-1] - 1)
        p, q = now.gather(1, drawn), goal.gather(1, drawn)
        weight = head.weight.double()
        slope = (weight[drawn] - (now @ weight).unsqueeze(1)) / divisor
        rows = slope * (given if bias is None else given - bias.double()).unsqueeze(1)
        if bias is not None:
            rows = torch.cat([rows, slope], -1)
        rows, response = rows.flatten(0, 1), (2 * (q - p) / (q + p)).flatten()
        gram = rows.T @ rows
        ridge = RIDGE * gram.diagonal().mean()
        change = torch.linalg.solve(gram + ridge * torch.eye(len(gram), dtype=torch.float64), rows.T @ response)
        width = len(norm.weight)
        norm.weight.copy_((norm.weight.double() + offset) * (1 + change[:width]) - offset)
        if bias is not None:
            bias.copy_(bias.double() + change[width:])
    parameters = {"weight": norm.weight} | ({} if bias is None else {"bias": bias})
    stored = load_file(folder / "model.safetensors").keys()
    tensors = {}
    for parameter, value in parameters.items():
        key = next(key for key in stored if f"{norm_path}.{parameter}".endswith(key))
        tensors[key] = value.detach().clone().contiguous()
    save_file(tensors, folder / "golden_readout.safetensors")
    print(name, {key: float((value - load_file(folder / "model.safetensors")[key]).abs().max()) for key, value in tensors.items()})


for each in MODELS:
    make(each)
