"""Makes oracles/stories260k-dropN-closed.json: what the methods `gain`, `prune-and-comp` and `laco` come to on the cut that
oracles/stories260k-dropN.json names, computed with transformers in float64, batch 1, with the same texts and ridge.

`gain` fits gamma Y + M T to X by ridge least squares, the ridge on T alone, as one problem in all its unknowns; `prune-and-comp`
takes the mean over tokens of |X|_1 / |Y + M|_1. Both are applied to the activations, by a hook, not to weights. `laco` gives
every tensor of the kept block the sum of its differences from those of the removed ones; its cosine is that of the final
hidden states of dense and merged model, all tokens of a text as one vector, averaged over the texts.

Usage, in the root of the repository: python3 test-support/src/main/python/make_closed.py FIXTURES
"""

import copy
import json
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

FIXTURES = Path(sys.argv[1])
OUT = Path("test-support/fixtures/oracles")
torch.set_num_threads(1)


def texts(path, count=None):
    lines = [json.loads(line)["text"] for line in open(path)]
    return lines[:count]


def run(model, ids):
    with torch.no_grad():
        return model(ids, output_hidden_states=True, use_cache=False)


def perplexity(model, encoded):
    loss, count = 0.0, 0
    for ids in encoded:
        with torch.no_grad():
            logs = torch.log_softmax(model(ids, use_cache=False).logits[0, :-1], -1)
        loss -= logs.gather(1, ids[0, 1:, None]).sum().item()
        count += ids.shape[1] - 1
    return float(torch.exp(torch.tensor(loss / count)))


def without(model, removed):
    pruned = copy.deepcopy(model)
    pruned.model.layers = torch.nn.ModuleList(
        layer for i, layer in enumerate(pruned.model.layers) if i not in removed)
    pruned.config.num_hidden_layers -= len(removed)
    return pruned


def states(model, encoded, kept, last):
    """Y, M and X of all tokens."""
    seen = {}
    layer = model.model.layers[kept]
    hooks = [
        layer.post_attention_layernorm.register_forward_pre_hook(lambda m, i: seen.__setitem__("Y", i[0][0])),
        layer.mlp.register_forward_hook(lambda m, i, o: seen.__setitem__("M", o[0])),
        model.model.layers[last].register_forward_hook(
            lambda m, i, o: seen.__setitem__("X", (o[0] if isinstance(o, tuple) else o)[0])),
    ]
    parts = {"Y": [], "M": [], "X": []}
    for ids in encoded:
        run(model, ids)
        for name, part in parts.items():
            part.append(seen[name])
    for hook in hooks:
        hook.remove()
    return [torch.cat(parts[name]) for name in "YMX"]


def folded(model, removed, kept, gamma, transform):
    """The pruned model, with what its kept block gives replaced by gamma Y + M T."""
    pruned = without(model, removed)
    layer, seen = pruned.model.layers[kept], {}
    layer.post_attention_layernorm.register_forward_pre_hook(lambda m, i: seen.__setitem__("Y", i[0]))
    layer.mlp.register_forward_hook(lambda m, i, o: seen.__setitem__("M", o))

    def give(module, inputs, output):
        value = gamma * seen["Y"] + seen["M"] @ transform
        return (value, *output[1:]) if isinstance(output, tuple) else value

    layer.register_forward_hook(give)
    return pruned


def gain(Y, M, X, alpha):
    """The normal equation in gamma and the entries of T: column c of X is gamma Y_c + M T_c."""
    d = M.shape[1]
    ridge = alpha * (M * M).sum() / d
    size = d * d + 1
    A, b = torch.zeros(size, size, dtype=M.dtype), torch.zeros(size, dtype=M.dtype)
    G, MY, MX = M.T @ M + ridge * torch.eye(d, dtype=M.dtype), M.T @ Y, M.T @ X
    for c in range(d):
        at = slice(1 + c * d, 1 + (c + 1) * d)
        A[at, at] = G
        A[0, at] = A[at, 0] = MY[:, c]
        b[at] = MX[:, c]
    A[0, 0] = (Y * Y).sum()
    b[0] = (X * Y).sum()
    solved = torch.linalg.solve(A, b)
    return solved[0].item(), solved[1:].view(d, d).T.contiguous()


def main():
    folder = FIXTURES / "models/stories260k"
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for drop in (1, 2):
        oracle = json.load(open(FIXTURES / f"oracles/stories260k-drop{drop}.json"))
        length, count = oracle["calibration"]["max_length"], oracle["calibration"]["samples"]

        def encode(lines):
            return [tokenizer(t, truncation=True, max_length=length, return_tensors="pt").input_ids for t in lines]

        calibration = encode(texts(FIXTURES / "data/calibration/tinystories-256.jsonl", count))
        held_out = encode(texts(FIXTURES / "data/text/tinystories-eval.jsonl"))
        kept, removed = oracle["cut"]["kept"], oracle["cut"]["removed"]
        Y, M, X = states(model, calibration, kept, removed[-1])
        identity = torch.eye(M.shape[1], dtype=M.dtype)
        gamma, transform = gain(Y, M, X, oracle["alpha_relative"])
        left = ((gamma * Y + M @ transform - X) ** 2).sum() / ((X - Y) ** 2).sum()
        alpha = (X.abs().sum(-1) / (Y + M).abs().sum(-1)).mean().item()
        merged = without(model, removed)
        for name, value in merged.model.layers[kept].named_parameters():
            parts = [dict(model.model.layers[i].named_parameters())[name].data for i in (kept, *removed)]
            value.data = parts[0] + sum(part - parts[0] for part in parts[1:])
        cosines = [
            torch.cosine_similarity(
                run(model, ids).hidden_states[-1].flatten(), run(merged, ids).hidden_states[-1].flatten(), dim=0).item()
            for ids in calibration]
        methods = {
            "gain": {
                "factor": gamma,
                "relative_residual": left.item(),
                "perplexity": perplexity(folded(model, removed, kept, gamma, transform), held_out)},
            "prune-and-comp": {
                "factor": alpha,
                "perplexity": perplexity(folded(model, removed, kept, alpha, alpha * identity), held_out)},
            "laco": {
                "cosine": sum(cosines) / len(cosines),
                "perplexity": perplexity(merged, held_out)},
        }
        uidl = perplexity(folded(model, removed, kept, 1.0, identity), held_out)
        assert abs(uidl / oracle["methods"]["uidl"]["perplexity"] - 1) < 1e-4, uidl
        print(drop, json.dumps(methods, indent=1))
        (OUT / f"stories260k-drop{drop}-closed.json").write_text(json.dumps({"methods": methods}, indent=1) + "\n")


if __name__ == "__main__":
    main()
