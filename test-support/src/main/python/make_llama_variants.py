"""Makes the tiny Llama checkpoints of test-support/fixtures/fixtures/variants and what transformers computes with them.

Each folder holds a checkpoint with random weights and golden.safetensors: input_ids and attention_mask (right padding),
logits, block_output.i (raw, before the final norm) and mlp_output.i with the rows of padding zeroed, and per sequence the
float64 sum of log-probabilities of its second to last token. demo-bf16 has golden tensors alone; its model is the demo.

Usage, in the root of the repository: python3 test-support/src/main/python/make_llama_variants.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

SIZES = dict(
    vocab_size=64,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=64,
    rms_norm_eps=1e-5,
    bos_token_id=1,
    eos_token_id=2,
)


def golden(model, ids, mask):
    """Runs the model once and returns what the tests compare with."""
    found = {}

    def keep(name):
        def hook(module, inputs, output):
            hidden = output[0] if isinstance(output, tuple) else output
            found[name] = hidden.detach().float() * mask.unsqueeze(-1)

        return hook

    for i, block in enumerate(model.model.layers):
        block.register_forward_hook(keep(f"block_output.{i}"))
        block.mlp.register_forward_hook(keep(f"mlp_output.{i}"))
    with torch.no_grad():
        logits = model(input_ids=ids, attention_mask=mask, use_cache=False).logits
    logs = torch.log_softmax(logits.double(), -1)[:, :-1].gather(-1, ids[:, 1:, None])[..., 0]
    return found | {
        "input_ids": ids,
        "attention_mask": mask,
        "logits": logits.float() * mask.unsqueeze(-1),
        "log_likelihood": (logs * mask[:, 1:]).sum(-1),
    }


def inputs(vocabulary, lengths):
    """Random ids, padded on the right with id 0."""
    ids = torch.zeros(len(lengths), max(lengths), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        ids[row, :length] = torch.randint(3, vocabulary, (length,))
        mask[row, :length] = 1
    return ids, mask


def randomise(model):
    """Weights large enough that every part of a block matters; biases and norms away from their initial values."""
    for name, weight in model.named_parameters():
        if name.endswith("bias"):
            weight.data.normal_(0, 0.3)
        elif "norm" in name:
            weight.data.uniform_(0.5, 1.5)
        else:
            weight.data.normal_(0, 0.2)


def write(folder, dtype=torch.float32, rewrite=lambda config, tensors: None, **changes):
    torch.manual_seed(sum(folder.name.encode()))
    model = LlamaForCausalLM(LlamaConfig(**(SIZES | changes))).eval()
    randomise(model)
    model = model.to(dtype)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink()
    config = json.loads((folder / "config.json").read_text())
    tensors = load_file(folder / "model.safetensors")
    rewrite(config, tensors)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    # What counts is how transformers reads the folder, not how it was made.
    read = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
    save_file(golden(read, *inputs(SIZES["vocab_size"], (20, 11))), folder / "golden.safetensors")


def older_spelling(scaling):
    """config.json and buffers as releases before transformers 5 wrote them."""

    def rewrite(config, tensors):
        config["rope_theta"] = config.pop("rope_parameters")["rope_theta"]
        config["rope_scaling"] = scaling
        config["torch_dtype"] = config.pop("dtype")
        config["transformers_version"] = "4.44.0"
        for key in ("head_dim", "attention_bias", "mlp_bias"):
            config.pop(key)
        for block in range(config["num_hidden_layers"]):
            tensors[f"model.layers.{block}.self_attn.rotary_emb.inv_freq"] = torch.rand(4)

    return rewrite


def main():
    variants = Path("test-support/fixtures/fixtures/variants")
    write(variants / "llama-biases", attention_bias=True, mlp_bias=True, tie_word_embeddings=True)
    write(variants / "llama-wide-heads", head_dim=16)
    write(variants / "llama-gelu", hidden_act="gelu_pytorch_tanh", num_key_value_heads=1)
    write(variants / "llama-bf16", dtype=torch.bfloat16)
    linear = {"type": "linear", "factor": 4.0}
    write(variants / "llama-older-linear", rewrite=older_spelling(linear))
    llama3 = {
        "rope_type": "llama3",
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 16,
    }
    theta = {"rope_type": "default", "rope_theta": 500.0}
    write(variants / "llama-older-llama3", rewrite=older_spelling(llama3), rope_parameters=theta)

    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_pretrained("examples/demo/foldline-demo", dtype=torch.bfloat16).eval()
    found = golden(model, *inputs(model.config.vocab_size, (12, 7)))
    kept = ("input_ids", "attention_mask", "block_output.0", "block_output.11", "mlp_output.5", "log_likelihood")
    (variants / "demo-bf16").mkdir(exist_ok=True)
    save_file({name: found[name] for name in kept}, variants / "demo-bf16" / "golden.safetensors")


if __name__ == "__main__":
    main()
