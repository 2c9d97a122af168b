"""Makes golden_methods.safetensors beside the tiny ViT and CLIP: for the cut kept 2, removed 3-4 over all tokens of the
golden input, the transforms of the methods diagonal and orthogonal, in float64, and ‖MT − R‖² / ‖R‖² of each.

Computed from M and R themselves, tokens by dimensions, not from their products: the diagonal dimension by dimension by
lstsq, the orthogonal by the singular value decomposition.

Usage, in the root of the repository: python3 test-support/src/main/python/make_vision_methods.py
Needs numpy and safetensors.
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

ARCHITECTURES = Path("test-support/fixtures/fixtures/architectures")
KEPT, LAST = 2, 4


def diagonal(mlp, target):
    factors = [np.linalg.lstsq(mlp[:, [i]], target[:, i], rcond=None)[0][0] for i in range(mlp.shape[1])]
    return np.diag(factors)


def orthogonal(mlp, target):
    u, _, vt = np.linalg.svd(mlp.T @ target)
    return u @ vt


def main():
    for name in ("clip", "vit"):
        golden = load_file(ARCHITECTURES / name / "golden.safetensors")
        width = golden[f"mlp_output.{KEPT}"].shape[-1]
        rows = lambda key: golden[key].astype(np.float64).reshape(-1, width)
        mlp = rows(f"mlp_output.{KEPT}")
        target = rows(f"block_output.{LAST}") - (rows(f"block_output.{KEPT}") - mlp)
        made = {}
        for method in (diagonal, orthogonal):
            transform = method(mlp, target)
            made[method.__name__] = np.ascontiguousarray(transform)
            residual = np.sum((mlp @ transform - target) ** 2) / np.sum(target**2)
            made[method.__name__ + "_residual"] = np.array([residual])
        save_file(made, ARCHITECTURES / name / "golden_methods.safetensors")


if __name__ == "__main__":
    main()
