"""Writes a Llama of 8 blocks and width 768 with random weights, for timing, with the tokenizer of another model.

random_model.py MODEL OUT
"""

import shutil
import sys
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM


def main(model, out):
    torch.manual_seed(1)
    config = AutoConfig.from_pretrained(model)
    config.update({"hidden_size": 768, "intermediate_size": 2048, "num_hidden_layers": 8})
    config.update({"num_attention_heads": 12, "num_key_value_heads": 4, "head_dim": 64})
    AutoModelForCausalLM.from_config(config, dtype=torch.float32).save_pretrained(out)
    for file in Path(model).glob("tokenizer*"):
        shutil.copy(file, out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
