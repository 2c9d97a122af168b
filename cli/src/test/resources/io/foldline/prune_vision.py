"""Prunes a vision model in float64 with stock transformers and numpy, and compares what Foldline made of it.

prune_vision.py DENSE PRUNED CALIBRATION INPUT METHOD KEPT LAST: CALIBRATION and INPUT are safetensors files with pixel_values,
METHOD is diagonal or orthogonal, KEPT and LAST are blocks; prints {"residual": ‖MT − R‖² / ‖R‖² over the calibration,
"difference": largest absolute difference of the outputs of INPUT}.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import CLIPModel, ViTForImageClassification

dense, pruned, calibration, pixels = map(Path, sys.argv[1:5])
method, kept, last = sys.argv[5], int(sys.argv[6]), int(sys.argv[7])
torch.set_grad_enabled(False)
kind = {"clip": CLIPModel, "vit": ViTForImageClassification}[json.loads((dense / "config.json").read_text())["model_type"]]


def load(folder):
    return kind.from_pretrained(folder).double().eval()


def tower(model):
    return model.vision_model.encoder if kind is CLIPModel else model.vit


def outputs(model, file):
    values = load_file(file)["pixel_values"].double()
    if kind is CLIPModel:
        return model.visual_projection(model.vision_model(pixel_values=values).pooler_output)
    return model(pixel_values=values).logits


def rows(tensor):
    tensor = tensor[0] if isinstance(tensor, tuple) else tensor
    return tensor.reshape(-1, tensor.shape[-1]).numpy()


model = load(dense)
found = {}
layers = tower(model).layers
hooks = [
    module.register_forward_hook(lambda module, inputs, output, name=name: found.__setitem__(name, rows(output)))
    for name, module in (("kept", layers[kept]), ("mlp", layers[kept].mlp), ("last", layers[last]))
]
outputs(model, calibration)
for hook in hooks:
    hook.remove()
mlp, target = found["mlp"], found["last"] - (found["kept"] - found["mlp"])
if method == "diagonal":
    transform = np.diag((mlp * target).sum(0) / (mlp * mlp).sum(0))
else:
    u, _, vt = np.linalg.svd(mlp.T @ target)
    transform = u @ vt
residual = ((mlp @ transform - target) ** 2).sum() / (target**2).sum()
down = layers[kept].mlp.fc2
folded = torch.from_numpy(transform).T
down.weight.data = folded @ down.weight
down.bias.data = folded @ down.bias
tower(model).layers = torch.nn.ModuleList(block for i, block in enumerate(layers) if not kept < i <= last)
difference = (outputs(model, pixels) - outputs(load(pruned), pixels)).abs().max().item()
json.dump({"residual": residual, "difference": difference}, sys.stdout)
