"""Makes test-support/fixtures/fixtures/classified: pictures in a subfolder a class, and the classes that transformers sees
in them.

images/CLASS/N.png are coloured tiles; clip/ holds a tokenizer and an image processor for the tiny CLIP of
fixtures/architectures/clip, which has neither of its own everywhere; predictions.json holds, for each picture, the class
that the dense model gives the highest logit, and the same without blocks 3 and 4: of the tiny ViT by its head, of the tiny
CLIP by the prompts "a photo of a CLASS", whose features, before they are normalized, are there too. Of many random pictures those are taken in which no two classes come close.

Usage, in the root of the repository: python3 test-support/src/main/python/make_classified.py
Needs pillow and torchvision beside transformers.
"""

import copy
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors, trainers
from tokenizers.models import BPE
from transformers import AutoImageProcessor, AutoTokenizer, CLIPModel, PreTrainedTokenizerFast, ViTForImageClassification

FIXTURES = Path("test-support/fixtures/fixtures")
OUT = FIXTURES / "classified"
CLASSES = ["ant", "bee", "cat", "dog"]
A_CLASS = 4
DROPPED = (3, 4)
TRIED = 500


def tokenizer(folder):
    """A tokenizer built like CLIP's, with 512 ids of which the last two begin and end a text."""
    raw = Tokenizer(BPE(unk_token="<|endoftext|>", end_of_word_suffix="</w>"))
    raw.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    raw.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    raw.decoder = decoders.ByteLevel()
    words = (Path("README.md").read_text() + Path("ARCHITECTURE.md").read_text()).lower()
    words = "".join(c if c in "abcdefghijklmnopqrstuvwxyz " else " " for c in words)
    raw.train_from_iterator(
        [words, "a photo of a ant bee cat dog"] * 2,
        trainers.BpeTrainer(vocab_size=510, end_of_word_suffix="</w>", show_progress=False),
    )
    begin, end = "<|startoftext|>", "<|endoftext|>"
    raw.add_special_tokens([begin, end])
    assert raw.token_to_id(end) == 511, raw.get_vocab_size()
    raw.post_processor = processors.RobertaProcessing(
        (end, 511), (begin, 510), trim_offsets=False, add_prefix_space=False
    )
    PreTrainedTokenizerFast(
        tokenizer_object=raw, bos_token=begin, eos_token=end, pad_token=end, unk_token=end, model_max_length=32
    ).save_pretrained(folder)


def without_blocks(model, layers):
    pruned = copy.deepcopy(model)
    owner, name = layers(pruned)
    kept = [block for i, block in enumerate(getattr(owner, name)) if i not in DROPPED]
    setattr(owner, name, torch.nn.ModuleList(kept))
    return pruned


def encoded_prompts():
    prompts = AutoTokenizer.from_pretrained(OUT / "clip")(
        [f"a photo of a {name}" for name in CLASSES], padding=True, return_tensors="pt"
    )
    prompts.pop("token_type_ids", None)
    return prompts


def text_features():
    clip = CLIPModel.from_pretrained(FIXTURES / "architectures/clip").eval()
    return clip.get_text_features(**encoded_prompts()).pooler_output


def logits(pictures):
    """Of each model and role the logits of the classes, a row a picture."""
    vit_folder, clip_folder = FIXTURES / "architectures/vit", FIXTURES / "architectures/clip"
    vit = ViTForImageClassification.from_pretrained(vit_folder).eval()
    assert [vit.config.id2label[i] for i in range(4)] == CLASSES
    clip = CLIPModel.from_pretrained(clip_folder).eval()
    vit_images = AutoImageProcessor.from_pretrained(vit_folder)(pictures, return_tensors="pt")
    clip_images = AutoImageProcessor.from_pretrained(OUT / "clip")(pictures, return_tensors="pt")
    prompts = encoded_prompts()
    short_vit = without_blocks(vit, lambda m: (m.vit, "layers"))
    short_clip = without_blocks(clip, lambda m: (m.vision_model.encoder, "layers"))
    return {
        ("vit", "dense"): vit(**vit_images).logits,
        ("vit", "pruned"): short_vit(**vit_images).logits,
        ("clip", "dense"): clip(**clip_images, **prompts).logits_per_image,
        ("clip", "pruned"): short_clip(**clip_images, **prompts).logits_per_image,
    }


def picture(random):
    tiles = random.integers(0, 256, (random.integers(1, 4), random.integers(1, 4), 3), dtype=np.uint8)
    height, width = random.integers(20, 60, 2)
    return Image.fromarray(tiles).resize((int(width), int(height)), Image.Resampling.NEAREST)


def seen(logits, number):
    """The class that each model sees in a picture; None where two classes are close for one of them."""
    found = {}
    for key, rows in logits.items():
        values, order = rows[number].sort(descending=True)
        if values[0] - values[1] < 0.1 * (values[0] - values[-1]):
            return None
        found[key] = CLASSES[order[0]]
    return found


def choose():
    """Pictures by class: half of them where CLIP sees it, half where the ViT does, then any, as far as there are."""
    random = np.random.default_rng(23)
    pictures = [picture(random) for _ in range(TRIED)]
    all_logits = logits(pictures)
    left = [(image, found) for number, image in enumerate(pictures) if (found := seen(all_logits, number))]
    print(len(left), "of", TRIED, "pictures are clear")
    chosen = {name: [] for name in CLASSES}
    for model, until in (("clip", A_CLASS // 2), ("vit", A_CLASS), ("any", A_CLASS)):
        for name in CLASSES:
            fitting = [pair for pair in left if model == "any" or pair[1][model, "dense"] == name]
            for pair in fitting[: until - len(chosen[name])]:
                chosen[name].append(pair)
                left.remove(pair)
    return chosen


def main():
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    shutil.rmtree(OUT, ignore_errors=True)
    tokenizer(OUT / "clip")
    shutil.copy(FIXTURES / "architectures/clip/preprocessor_config.json", OUT / "clip")
    predictions = {}
    for name, pictures in choose().items():
        folder = OUT / "images" / name
        folder.mkdir(parents=True)
        for number, (image, found) in enumerate(pictures):
            image.save(folder / f"{number}.png", optimize=True)
            for (model, role), label in found.items():
                predictions.setdefault(model, {}).setdefault(role, {})[f"{name}/{number}.png"] = label
    predictions["text_features"] = text_features().tolist()
    (OUT / "predictions.json").write_text(json.dumps(predictions, indent=1) + "\n")
    for model in ("vit", "clip"):
        for role, labels in predictions[model].items():
            right = sum(1 for path, label in labels.items() if path.startswith(label))
            print(model, role, right, "of", len(labels), sorted(set(labels.values())))


if __name__ == "__main__":
    main()
