"""Makes oracles/stories260k-cosine.safetensors: the transforms that Adam finds for the cut kept 2, removed 3, on the first 24
texts of the TinyStories calibration set of up to 64 tokens; transformers computes the activations, in float32, and torch
the search, in float64.

The tensors bear the names of the settings below. Tokens are in the order in which the calibrator meets them: the texts of
each chunk of eight by ascending length. Batches are drawn as foldline draws them, by a Feistel network with the rounds of
SplitMix64, so that the transforms can be compared to rounding.

Usage, in the root of the repository: python3 test-support/src/main/python/make_cosine.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

FIXTURES = Path("test-support/fixtures")
KEPT, LAST, TEXTS, LENGTH, SEED = 2, 3, 24, 64, 42

# Objective, constraint, loss, epochs, learning rate, batch, l1, l2.
SETTINGS = {
    "fast": ("fast", "full", "cosine", 10, 1e-4, 1024, 0.0, 0.0),
    "exact": ("exact", "full", "cosine", 5, 1e-3, 100, 0.0, 0.0),
    "penalties": ("exact", "full", "cosine", 5, 1e-3, 256, 1e-4, 1e-3),
    "diagonal": ("fast", "diagonal", "cosine", 5, 1e-3, 256, 0.0, 0.0),
    "triangular": ("exact", "triangular", "mse", 5, 1e-3, 256, 0.0, 0.0),
}

WORD = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & WORD
    z = (z ^ z >> 27) * 0x94D049BB133111EB & WORD
    return z ^ z >> 31


def bits(first, second):
    z = mix(SEED + GAMMA & WORD)
    z = mix(z + first * GAMMA & WORD)
    return mix(z + second * GAMMA & WORD)


def order(epoch, size):
    half = ((size - 1).bit_length() + 1) // 2
    for place in range(size):
        number = place
        while True:
            for turn in range(4):
                left, right = number >> half, number & (1 << half) - 1
                number = right << half | left ^ bits(4 * epoch + turn, right) & (1 << half) - 1
            if number < size:
                break
        yield number


def activations():
    """M, Y and X, tokens × d each."""
    folder = FIXTURES / "models/stories260k"
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    lines = (FIXTURES / "data/calibration/tinystories-256.jsonl").read_text().splitlines()[:TEXTS]
    ids = [tokenizer(json.loads(line)["text"]).input_ids[:LENGTH] for line in lines]
    seen, rows = {}, []
    layers = model.model.layers
    layers[KEPT].mlp.register_forward_hook(lambda module, inputs, output: seen.update(mlp=output))
    for number in (KEPT, LAST):
        layers[number].register_forward_hook(
            lambda module, inputs, output, number=number: seen.update(
                {number: output[0] if isinstance(output, tuple) else output}
            )
        )
    for chunk in range(0, TEXTS, 8):
        for text in sorted(ids[chunk : chunk + 8], key=len):
            with torch.no_grad():
                model(torch.tensor([text]))
            mlp, kept, last = (seen[key].reshape(len(text), -1).double() for key in ("mlp", KEPT, LAST))
            rows.append((mlp, kept - mlp, last))
    return [torch.cat(part) for part in zip(*rows)]


def search(m, y, x, objective, constraint, kind, epochs, rate, batch, l1, l2):
    width = m.shape[1]
    free = {
        "full": torch.ones(width, width, dtype=torch.double),
        "diagonal": torch.eye(width, dtype=torch.double),
        "triangular": torch.ones(width, width, dtype=torch.double).triu(),
    }[constraint]
    weight = torch.eye(width, dtype=torch.double, requires_grad=True)
    adam = torch.optim.Adam([weight], lr=rate)
    for epoch in range(epochs):
        numbers = torch.tensor(list(order(epoch, len(m))))
        for some in numbers.split(batch):
            transform = weight * free
            predicted, goal = m[some] @ transform, x[some] - y[some]
            if objective == "exact":
                predicted, goal = predicted + y[some], x[some]
            if kind == "cosine":
                loss = (1 - torch.cosine_similarity(predicted, goal, dim=1)).mean()
            else:
                loss = torch.nn.functional.mse_loss(predicted, goal)
            loss = loss + l1 * transform.abs().sum() + l2 * transform.square().sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
    return (weight * free).detach().contiguous()


def main():
    m, y, x = activations()
    found = {name: search(m, y, x, *setting) for name, setting in SETTINGS.items()}
    save_file(found, FIXTURES / "oracles/stories260k-cosine.safetensors")
    print(len(m), "tokens", {name: float(t.norm()) for name, t in found.items()})


main()
