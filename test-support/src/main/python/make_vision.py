"""Makes the tiny ViT of test-support/fixtures/fixtures/architectures/vit, and the preprocessor_config.json beside it and
beside the tiny CLIP.

vit: 6 blocks, hidden 64, random weights, a head of four classes named by id2label. golden.safetensors holds pixel_values,
output (logits), block_output.i (raw output of block i) and mlp_output.i (what its MLP adds); golden_fold.safetensors holds
the float64 transform for the cut kept 2, removed 3-4 over all tokens of the golden input, the absolute ridge, and the
output of the pruned model.

Usage, in the root of the repository: python3 test-support/src/main/python/make_vision.py
"""

import copy
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import ViTConfig, ViTForImageClassification

ARCHITECTURES = Path("test-support/fixtures/fixtures/architectures")
KEPT, LAST = 2, 4


def vit():
    torch.manual_seed(17)
    config = ViTConfig(
        hidden_size=64,
        num_hidden_layers=6,
        num_attention_heads=4,
        intermediate_size=128,
        image_size=32,
        patch_size=8,
        layer_norm_eps=1e-6,
        id2label={0: "ant", 1: "bee", 2: "cat", 3: "dog"},
        label2id={"ant": 0, "bee": 1, "cat": 2, "dog": 3},
    )
    model = ViTForImageClassification(config).eval()
    for name, parameter in model.named_parameters():
        spread = 0.1 if parameter.dim() > 1 else 0.2
        offset = 1.0 if "layernorm" in name and name.endswith("weight") else 0.0
        parameter.data = offset + spread * torch.randn_like(parameter)
    return model


def taps(model, pixels):
    """What transformers computes, with the taps of each block."""
    found = {}

    def keep(name):
        return lambda module, inputs, output: found.__setitem__(name, output.detach().clone())

    for i, block in enumerate(model.vit.layers):
        block.register_forward_hook(keep(f"block_output.{i}"))
        block.mlp.register_forward_hook(keep(f"mlp_output.{i}"))
    with torch.no_grad():
        found["output"] = model(pixel_values=pixels).logits
    return found | {"pixel_values": pixels}


def fold(model, golden):
    width = model.config.hidden_size
    mlp = golden[f"mlp_output.{KEPT}"].double().reshape(-1, width)
    residual = golden[f"block_output.{KEPT}"].double().reshape(-1, width) - mlp
    target = golden[f"block_output.{LAST}"].double().reshape(-1, width) - residual
    gram = mlp.T @ mlp
    ridge = 0.1 * gram.diagonal().mean()
    transform = torch.linalg.solve(gram + ridge * torch.eye(width, dtype=torch.float64), mlp.T @ target)
    pruned = copy.deepcopy(model)
    down = pruned.vit.layers[KEPT].mlp.fc2
    down.weight.data = (transform.T @ down.weight.double()).float()
    down.bias.data = (transform.T @ down.bias.double()).float()
    pruned.vit.layers = torch.nn.ModuleList(
        block for i, block in enumerate(pruned.vit.layers) if not KEPT < i <= LAST
    )
    with torch.no_grad():
        output = pruned(pixel_values=golden["pixel_values"]).logits
    return {"transform": transform, "ridge": ridge.reshape(1), "pruned_output": output}


def make_vit():
    folder = ARCHITECTURES / "vit"
    folder.mkdir(parents=True, exist_ok=True)
    model = vit()
    model.save_pretrained(folder)
    pixels = torch.rand(4, 3, 32, 32, generator=torch.Generator().manual_seed(5)) * 2 - 1
    fresh = copy.deepcopy(model)
    golden = taps(model, pixels)
    save_file({name: tensor.contiguous() for name, tensor in golden.items()}, folder / "golden.safetensors")
    save_file({name: tensor.contiguous() for name, tensor in fold(fresh, golden).items()}, folder / "golden_fold.safetensors")
    processor("ViTImageProcessor", folder, {"size": {"height": 32, "width": 32}})


def processor(kind, folder, settings):
    text = json.dumps({"image_processor_type": kind} | settings, indent=2)
    (folder / "preprocessor_config.json").write_text(text + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    make_vit()
    processor(
        "CLIPImageProcessor",
        ARCHITECTURES / "clip",
        {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}},
    )
