"""Makes saliences.json among the oracles: for each block of the models below the sum of its absolute weights, and the sum
of its absolute weights times the gradient of the loss, both over all its parameters but biases, as in Shortened LLaMA (Kim
et al., 2024). The loss is that of transformers, in nats a predicted token, over all texts together; gradients are those of
torch's autograd, in float32, one text at a time.

The texts of stories260k are the first of its calibration texts, with the tokenizer's own special tokens; those of the
other models the real tokens of golden.safetensors beside them. The last is one of these with another activation.

Usage, in the root of the repository: python3 test-support/src/main/python/make_saliences.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

FIXTURES = Path("test-support/fixtures")
STORIES, SAMPLES, MAX_LENGTH = "models/stories260k", 10, 128
FAMILIES = ("llama-yarn", "gpt2-bare", "opt-bare", "phi", "gemma2", "falcon-multi-query", "qwen2-moe", "mistral-window")


def story_ids():
    tokenizer = AutoTokenizer.from_pretrained(FIXTURES / STORIES)
    lines = (FIXTURES / "data/calibration/tinystories-256.jsonl").read_text().splitlines()[:SAMPLES]
    return [tokenizer(json.loads(line)["text"])["input_ids"][:MAX_LENGTH] for line in lines]


def golden_ids(folder):
    golden = load_file(folder / "golden.safetensors")
    return [row[mask == 1].tolist() for row, mask in zip(golden["input_ids"].long(), golden["attention_mask"])]


def saliences(folder, texts, **changed):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **changed).eval()
    predicted = sum(len(ids) - 1 for ids in texts)
    for ids in texts:
        logits = model(torch.tensor([ids])).logits[0, :-1]
        loss = torch.nn.functional.cross_entropy(logits.double(), torch.tensor(ids[1:]), reduction="sum")
        (loss / predicted).backward()
    name, blocks = next((name, m) for name, m in model.named_modules() if isinstance(m, torch.nn.ModuleList))
    found = {"taylor": [], "magnitude": []}
    for block in blocks:
        weights = [p for name, p in block.named_parameters() if not name.endswith("bias")]
        found["magnitude"].append(sum(p.double().abs().sum().item() for p in weights))
        found["taylor"].append(
            sum((p.double() * p.grad.double()).abs().sum().item() for p in weights if p.grad is not None)
        )
    print(folder.name, name, len(blocks), found["taylor"][:2])
    return found


def main():
    found = {STORIES: {"samples": SAMPLES, "max_length": MAX_LENGTH} | saliences(FIXTURES / STORIES, story_ids())}
    for family in FAMILIES:
        folder = FIXTURES / "fixtures/families" / family
        texts = golden_ids(folder)
        found["fixtures/families/" + family] = {"texts": texts} | saliences(folder, texts)
    folder = FIXTURES / "fixtures/families/llama-yarn"
    texts = golden_ids(folder)
    found["relu"] = {"texts": texts} | saliences(folder, texts, hidden_act="relu")
    (FIXTURES / "oracles/saliences.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
