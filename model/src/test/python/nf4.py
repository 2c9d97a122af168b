"""Writes nf4.safetensors: matrices, and what rounding to four bits with bitsandbytes' NF4 leaves of them.

nf4.py OUTPUT

Computed here by its definition, in float64 but for the block's largest magnitude and its product with the value, which
are float32: each weight of a block of 64 goes to the nearest of sixteen values, the lower one of two that are equally
near. Where bitsandbytes is installed, its own result must be the same to the last bit.
"""

import sys

import torch
from safetensors.torch import save_file

VALUES = [
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
]


def rounded(weight):
    flat = weight.float().flatten()
    result = torch.empty_like(flat)
    values = torch.tensor(VALUES, dtype=torch.float64)
    for first in range(0, len(flat), 64):
        block = flat[first : first + 64]
        largest = block.abs().max()
        if largest == 0:
            result[first : first + 64] = 0
            continue
        distances = (block.double()[:, None] / largest.double() - values[None, :]).abs()
        result[first : first + 64] = values[distances.argmin(1)].float() * largest
    return result.view(weight.shape).to(weight.dtype)


def main(output):
    torch.manual_seed(20260101)
    cases = {
        "normal": torch.randn(48, 96) * 0.02,
        "bf16": (torch.randn(32, 64) * 0.5).bfloat16(),
        "odd": torch.randn(5, 30),
        "small": torch.randn(4, 64) * 1e-20,
        "sparse": torch.randn(4, 64) * torch.tensor([0.0, 1.0, 0.0, 1e30])[:, None],
    }
    tensors = {}
    for name, weight in cases.items():
        tensors[name] = weight
        tensors[name + ".nf4"] = rounded(weight)
    tensors["transposed"] = cases["normal"].t().contiguous()
    tensors["transposed.nf4"] = tensors["normal.nf4"].t().contiguous()
    try:
        import bitsandbytes.functional as bnb

        for name, weight in cases.items():
            packed, state = bnb.quantize_4bit(weight, blocksize=64, quant_type="nf4", compress_statistics=False)
            theirs = bnb.dequantize_4bit(packed, state)
            print(name, "as bitsandbytes:", torch.equal(theirs, tensors[name + ".nf4"]))
    except ImportError:
        print("bitsandbytes is not installed")
    save_file(tensors, output)


main(sys.argv[1])
