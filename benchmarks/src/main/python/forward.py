"""What Forward.java does, with transformers: prints CPU and wall time a token, in microseconds.

Usage: forward.py MODEL taps|logits f32|bf16 PASSES
"""

import sys
import time

import torch
from transformers import AutoModelForCausalLM

SEQUENCES, LENGTH, WARM_UP = 8, 256, 5


def main(folder, mode, dtype, passes):
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}[dtype]
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
    run = model
    if mode == "taps":
        run = model.model
        for block in run.layers:
            # The input of the second norm is the post-attention residual.
            block.post_attention_layernorm.register_forward_pre_hook(lambda module, args: None)
            block.mlp.register_forward_hook(lambda module, args, output: None)
            block.register_forward_hook(lambda module, args, output: None)
    torch.manual_seed(1)
    ids = torch.randint(0, model.config.vocab_size, (SEQUENCES, LENGTH))
    with torch.inference_mode():
        for _ in range(WARM_UP):
            run(input_ids=ids, use_cache=False)
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(passes):
            run(input_ids=ids, use_cache=False)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    tokens = passes * SEQUENCES * LENGTH / 1e6
    print(f"{cpu / tokens:.3f} {wall / tokens:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
