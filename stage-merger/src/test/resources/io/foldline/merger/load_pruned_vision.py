"""Loads a pruned vision model with stock transformers and compares it with what the same pruning in torch gave.

load_pruned_vision.py PRUNED DENSE, DENSE with golden.safetensors and golden_fold.safetensors; prints a JSON object of
{"keys": problems with keys, "difference": largest absolute difference of the outputs}.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import CLIPModel, ViTForImageClassification

pruned, dense = map(Path, sys.argv[1:])
kind = {"clip": CLIPModel, "vit": ViTForImageClassification}[json.loads((pruned / "config.json").read_text())["model_type"]]
model, info = kind.from_pretrained(pruned, output_loading_info=True)
pixels = load_file(dense / "golden.safetensors")["pixel_values"]
with torch.no_grad():
    found = (
        model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output)
        if kind is CLIPModel
        else model.eval()(pixel_values=pixels).logits
    )
wanted = load_file(dense / "golden_fold.safetensors")["pruned_output"]
keys = [f"{name}: {sorted(map(str, problems))}" for name, problems in info.items() if problems]
json.dump({"keys": keys, "difference": (found - wanted).abs().max().item()}, sys.stdout)
