"""Writes generated.json: how transformers continues prompts greedily, each prompt on its own.

generated.py FIXTURES > ../resources/io/foldline/model/generated.json

FIXTURES is the folder that holds architectures and families, small language models with random weights. Where the two
largest logits are so close that rounding might decide, there is an error instead.
"""

import json
import os
import sys

import torch
import transformers

LENGTHS = (3, 17, 9, 1)
NEW_TOKENS = 14
MARGIN = 1e-4
NO_LANGUAGE_MODELS = ("clip", "vit")


def continued(model, prompt):
    ids = torch.tensor([prompt])
    out = model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        max_new_tokens=NEW_TOKENS,
        do_sample=False,
        eos_token_id=None,
        pad_token_id=0,
        output_logits=True,
        return_dict_in_generate=True,
    )
    for logits in out.logits:
        best = logits[0].topk(2).values
        if best[0] - best[1] < MARGIN:
            sys.exit(f"{model.config.model_type}: two logits are too close; choose other prompts")
    return out.sequences[0, len(prompt) :].tolist()


def main(fixtures):
    models = {}
    for folder in ("architectures", "families"):
        for name in sorted(os.listdir(os.path.join(fixtures, folder))):
            if name in NO_LANGUAGE_MODELS:
                continue
            model = transformers.AutoModelForCausalLM.from_pretrained(
                os.path.join(fixtures, folder, name), dtype=torch.float32, attn_implementation="eager"
            )
            random = torch.Generator().manual_seed(20260101)
            prompts = [torch.randint(3, model.config.vocab_size, [n], generator=random).tolist() for n in LENGTHS]
            models[f"{folder}/{name}"] = [
                {"prompt": prompt, "generated": continued(model, prompt)} for prompt in prompts
            ]
    json.dump({"transformers": transformers.__version__, "models": models}, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


main(sys.argv[1])
