"""Makes the tiny checkpoints of test-support/fixtures/fixtures/families and what transformers computes with them.

Each folder holds a checkpoint with random weights, golden.safetensors (input_ids and attention_mask with right padding;
logits; block_output.i, raw, before the final norm; mlp_output.i, what the MLP adds to the residual stream; rows of padding
zeroed) and golden_fold.safetensors (for the cut kept 2, removed 3 and 4: transform, float64, least squares with an absolute
ridge over the real tokens; diagonal where a norm follows the MLP; pruned_logits with that transform applied).

Usage, in the root of the repository: python3 test-support/src/main/python/make_families.py [NAME ...]
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM

FOLDER = Path("test-support/fixtures/fixtures/families")
VOCABULARY = 64
BLOCKS = 6
KEPT, REMOVED = 2, (3, 4)
LENGTHS = (24, 13)

LLAMA = dict(
    vocab_size=VOCABULARY,
    hidden_size=16,
    intermediate_size=24,
    num_hidden_layers=BLOCKS,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=64,
    bos_token_id=1,
    eos_token_id=2,
    pad_token_id=0,
)
EXPERTS = dict(num_experts=4, num_experts_per_tok=2, moe_intermediate_size=12)
HEADS = dict(head_dim=8)
YARN = dict(rope_type="yarn", rope_theta=500.0, factor=4.0, original_max_position_embeddings=16)
LONG = dict(
    rope_type="longrope",
    rope_theta=500.0,
    short_factor=[1.0, 1.1],
    long_factor=[1.5, 3.0],
    original_max_position_embeddings=16,
)
KINDS = ["sliding_attention", "full_attention", "full_attention", "sliding_attention", "full_attention", "sliding_attention"]


def without(*keys):
    return {key: value for key, value in LLAMA.items() if key not in keys}


NO_GROUPS = without("num_key_value_heads")
GPT2 = dict(vocab_size=VOCABULARY, n_embd=16, n_layer=BLOCKS, n_head=4, n_positions=64, bos_token_id=1, eos_token_id=2)
OPT = without("intermediate_size", "num_key_value_heads") | dict(ffn_dim=24, word_embed_proj_dim=16)
FALCON = without("intermediate_size", "num_key_value_heads", "pad_token_id") | dict(ffn_hidden_size=24)

MODELS = {
    "llama-yarn": ("llama", LLAMA | HEADS | dict(rope_parameters=YARN)),
    "llama-dynamic": ("llama", LLAMA | HEADS | dict(rope_parameters=dict(rope_type="dynamic", rope_theta=500.0, factor=2.0))),
    "mistral-window": ("mistral", LLAMA | HEADS | dict(sliding_window=5)),
    "mistral-full": ("mistral", LLAMA | HEADS | dict(sliding_window=None)),
    "mixtral-window": ("mixtral", LLAMA | dict(num_local_experts=4, num_experts_per_tok=2, sliding_window=7)),
    "qwen2-window": ("qwen2", LLAMA | dict(use_sliding_window=True, sliding_window=5, max_window_layers=2)),
    "qwen2-moe": ("qwen2_moe", LLAMA | EXPERTS | dict(shared_expert_intermediate_size=20, decoder_sparse_step=2)),
    "qwen3-kinds": ("qwen3", LLAMA | HEADS | dict(use_sliding_window=True, sliding_window=5, layer_types=KINDS)),
    "qwen3-moe-mixed": ("qwen3_moe", LLAMA | HEADS | EXPERTS | dict(mlp_only_layers=[1, 4], norm_topk_prob=False)),
    "phi": ("phi", LLAMA),
    "phi3-longrope": ("phi3", LLAMA | dict(rope_parameters=LONG, original_max_position_embeddings=16)),
    "phi3-window-partial": (
        "phi3",
        LLAMA | HEADS | dict(sliding_window=6, rope_parameters=dict(rope_type="default", rope_theta=500.0, partial_rotary_factor=0.5)),
    ),
    "gemma": ("gemma", LLAMA | HEADS),
    "gemma2": ("gemma2", LLAMA | HEADS | dict(sliding_window=5, query_pre_attn_scalar=12, attn_logit_softcapping=2.0, final_logit_softcapping=3.0)),
    "gemma3": ("gemma3_text", LLAMA | HEADS | dict(sliding_window=5, query_pre_attn_scalar=12)),
    "falcon-multi-query": ("falcon", FALCON),
    "falcon-new-one-norm": (
        "falcon",
        FALCON | dict(new_decoder_architecture=True, num_kv_heads=2, num_ln_in_parallel_attn=1),
    ),
    "falcon-serial": ("falcon", FALCON | dict(multi_query=False, parallel_attn=False, bias=True)),
    "gpt-neox-serial": ("gpt_neox", NO_GROUPS | dict(use_parallel_residual=False, rotary_pct=0.5)),
    "gpt2-bare": ("gpt2", GPT2),
    "gpt2-wide": ("gpt2", GPT2 | dict(n_inner=40)),
    "opt-bare": ("opt", OPT),
    "opt-no-bias": ("opt", OPT | dict(enable_bias=False)),
    "olmo2": ("olmo2", LLAMA),
    "granite": (
        "granite",
        LLAMA | dict(embedding_multiplier=6.0, attention_multiplier=0.3, residual_multiplier=0.4, logits_scaling=3.0),
    ),
    "smollm3": ("smollm3", LLAMA | dict(no_rope_layer_interval=3)),
    "smollm3-window": ("smollm3", LLAMA | dict(use_sliding_window=True, sliding_window=5, no_rope_layers=[1, 0, 1, 0, 1, 0])),
}


def without_lists(config, tensors):
    """What follows from the numbers of blocks is not written out, as in configurations of older releases."""
    for key in ("layer_types", "no_rope_layers"):
        config.pop(key, None)


def bare(prefix):
    """Tensors as the first releases of a model named them."""

    def rewrite(config, tensors):
        for name in [name for name in tensors if name.startswith(prefix)]:
            tensors[name[len(prefix):]] = tensors.pop(name)

    return rewrite


REWRITES = {
    "gemma2": without_lists,
    "qwen2-window": without_lists,
    "smollm3": without_lists,
    "gpt2-bare": bare("transformer."),
    "opt-bare": bare("model."),
}


def blocks(model):
    return next(m for m in model.modules() if isinstance(m, torch.nn.ModuleList) and len(m) == BLOCKS)


def adds(block):
    """The module whose output is added to the residual stream after the attention."""
    for name in ("post_feedforward_layernorm", "mlp", "block_sparse_moe", "fc2"):
        if hasattr(block, name):
            return getattr(block, name)
    raise ValueError(type(block))


def run(model, ids, mask, transform=None):
    found = {}
    scale = getattr(model.config, "residual_multiplier", 1.0)
    hooks = []

    def first(output):
        return output[0] if isinstance(output, tuple) else output

    def keep(name, factor):
        def hook(module, inputs, output):
            found[name] = first(output).detach().clone().view(*ids.shape, -1) * factor

        return hook

    def folded(module, inputs, output):
        m = found["mlp_output.%d" % KEPT]
        changed = first(output) - m + (m.double() @ transform).float()
        return (changed, *output[1:]) if isinstance(output, tuple) else changed

    for i, block in enumerate(layers_of(model)):
        hooks.append(adds(block).register_forward_hook(keep(f"mlp_output.{i}", scale)))
        if transform is not None and i == KEPT:
            hooks.append(block.register_forward_hook(folded))
        hooks.append(block.register_forward_hook(keep(f"block_output.{i}", 1.0)))
    with torch.no_grad():
        logits = model(input_ids=ids, attention_mask=mask, use_cache=False).logits
    for hook in hooks:
        hook.remove()
    found["logits"] = logits.float()
    return {name: value * mask.unsqueeze(-1) for name, value in found.items()}


def layers_of(model):
    return next(m for m in model.modules() if isinstance(m, torch.nn.ModuleList) and len(m) in (BLOCKS, BLOCKS - 2))


def solve(found, mask, ridge, diagonal):
    real = mask.bool().flatten()

    def rows(name):
        return found[name].double().flatten(0, 1)[real]

    m = rows(f"mlp_output.{KEPT}")
    target = rows(f"block_output.{REMOVED[-1]}") - (rows(f"block_output.{KEPT}") - m)
    if diagonal:
        return torch.diag((m * target).sum(0) / (m * m).sum(0))
    return torch.linalg.solve(m.T @ m + ridge * torch.eye(m.shape[1], dtype=torch.float64), m.T @ target)


def prune(model):
    kept = [i for i in range(BLOCKS) if i not in REMOVED]
    for module in model.modules():
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.ModuleList) and len(child) == BLOCKS:
                setattr(module, name, torch.nn.ModuleList(child[i] for i in kept))
    for key in ("layer_types", "no_rope_layers"):
        values = getattr(model.config, key, None)
        if values is not None:
            setattr(model.config, key, [values[i] for i in kept])
    model.config.num_hidden_layers = len(kept)


def make(name):
    torch.manual_seed(sum(name.encode()))
    model_type, sizes = MODELS[name]
    folder = FOLDER / name
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(model_type, **sizes)).eval()
    for key, weight in model.named_parameters():
        if key.endswith("bias"):
            weight.data.normal_(0, 0.3)
        elif weight.dim() == 1:
            weight.data.uniform_(-0.4, 0.6) if model_type.startswith("gemma") else weight.data.uniform_(0.5, 1.5)
        else:
            weight.data.normal_(0, 0.25)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    config = json.loads((folder / "config.json").read_text())
    tensors = load_file(folder / "model.safetensors")
    REWRITES.get(name, lambda config, tensors: None)(config, tensors)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    # What counts is how transformers reads the folder, not how it was made.
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager").eval()
    ids = torch.zeros(len(LENGTHS), max(LENGTHS), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(LENGTHS):
        ids[row, :length] = torch.randint(3, VOCABULARY, (length,))
        mask[row, :length] = 1
    found = run(model, ids, mask)
    save_file(found | {"input_ids": ids, "attention_mask": mask}, folder / "golden.safetensors")
    diagonal = hasattr(blocks(model)[0], "post_feedforward_layernorm")
    ridge = 1e-2
    transform = solve(found, mask, ridge, diagonal)
    prune(model)
    pruned = run(model, ids, mask, transform)
    fold = {"transform": transform.contiguous(), "ridge": torch.tensor([ridge]).double(), "pruned_logits": pruned["logits"]}
    save_file(fold, folder / "golden_fold.safetensors")
    print(name, "largest logit %.2f, pruned differ by %.3f" % (
        found["logits"].abs().max(), (pruned["logits"] - found["logits"]).abs().max()))


if __name__ == "__main__":
    for wanted in sys.argv[1:] or MODELS:
        make(wanted)
