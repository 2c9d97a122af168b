"""Loads a pruned vision model with stock transformers and compares what it computes.

compare_vision.py PRUNED INPUT OUTPUTS: INPUT is a safetensors file with pixel_values, OUTPUTS a JSON list of rows; prints
{"keys": problems with keys, "difference": largest absolute difference of the outputs}.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import CLIPModel, ViTForImageClassification

pruned, pixels, outputs = map(Path, sys.argv[1:])
kind = {"clip": CLIPModel, "vit": ViTForImageClassification}[json.loads((pruned / "config.json").read_text())["model_type"]]
model, info = kind.from_pretrained(pruned, output_loading_info=True)
values = load_file(pixels)["pixel_values"]
with torch.no_grad():
    found = (
        model.visual_projection(model.vision_model(pixel_values=values).pooler_output)
        if kind is CLIPModel
        else model.eval()(pixel_values=values).logits
    )
wanted = torch.tensor(json.loads(outputs.read_text()))
keys = [f"{name}: {sorted(map(str, problems))}" for name, problems in info.items() if problems]
json.dump({"keys": keys, "difference": (found - wanted).abs().max().item()}, sys.stdout)
