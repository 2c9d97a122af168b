"""Makes the images of test-support/fixtures/fixtures/images and what the image processors of transformers make of them.

images/ holds pictures of odd sizes in the forms that JPEG and PNG files come in; processors/ holds one
preprocessor_config.json each; golden.safetensors holds, under PROCESSOR/IMAGE, the pixel values (3 × height × width) that
AutoImageProcessor gives for the opened picture. EXIF orientation is in one of the pictures and is not applied, as the
processors do with an opened picture. The last line printed says how far the Pillow variant of the processors, which is
used where torchvision is not installed, is from these.

Usage, in the root of the repository: python3 test-support/src/main/python/make_images.py
Needs pillow and torchvision beside transformers.
"""

import io
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageCms
from safetensors.torch import save_file
from transformers import AutoImageProcessor

OUT = Path("test-support/fixtures/fixtures/images")

CLIP = dict(
    image_processor_type="CLIPImageProcessor",
    do_resize=True,
    size={"shortest_edge": 48},
    resample=3,
    do_center_crop=True,
    crop_size={"height": 48, "width": 48},
    do_rescale=True,
    rescale_factor=1 / 255,
    do_normalize=True,
    image_mean=[0.48145466, 0.4578275, 0.40821073],
    image_std=[0.26862954, 0.26130258, 0.27577711],
    do_convert_rgb=True,
)
VIT = dict(
    image_processor_type="ViTImageProcessor",
    do_resize=True,
    size={"height": 40, "width": 56},
    resample=2,
    do_rescale=True,
    rescale_factor=1 / 255,
    do_normalize=True,
    image_mean=[0.5, 0.5, 0.5],
    image_std=[0.5, 0.5, 0.5],
    do_convert_rgb=True,
)
PROCESSORS = {
    "clip": CLIP,
    "vit": VIT,
    # as early checkpoints of CLIP and ViT have it
    "clip-older": dict(
        crop_size=40,
        do_center_crop=True,
        do_normalize=True,
        do_resize=True,
        feature_extractor_type="CLIPFeatureExtractor",
        image_mean=CLIP["image_mean"],
        image_std=CLIP["image_std"],
        resample=3,
        size=44,
    ),
    "vit-older": dict(
        do_normalize=True,
        do_resize=True,
        feature_extractor_type="ViTFeatureExtractor",
        image_mean=[0.5, 0.5, 0.5],
        image_std=[0.5, 0.5, 0.5],
        size=32,
    ),
    "nearest": VIT | dict(resample=0),
    "crop-only": CLIP | dict(do_resize=False),
    "enlarged": CLIP | dict(size={"shortest_edge": 150}, crop_size={"height": 33, "width": 48}),
    "unnormalized": VIT | dict(do_normalize=False),
}

def scene(width, height, seed):
    """Something like a photograph: light that fades, things with edges, grain."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    picture = np.stack([60 + 120 * y + 40 * x, 90 + 90 * (1 - y), 160 - 80 * x * y], -1)
    for _ in range(9):
        at_x, at_y, size = random.uniform(0, 1), random.uniform(0, 1), random.uniform(0.03, 0.2)
        colour = random.uniform(0, 255, 3)
        inside = ((x - at_x) ** 2 + (y - at_y) ** 2) < size**2
        if random.uniform() < 0.5:
            inside = (abs(x - at_x) < size) & (abs(y - at_y) < size / 2)
        picture[inside] = 0.3 * picture[inside] + 0.7 * colour
    picture += random.normal(0, 6, picture.shape)
    return Image.fromarray(picture.clip(0, 255).round().astype(np.uint8))


def with_alpha(picture):
    width, height = picture.size
    fade = np.linspace(0, 255, width * height).reshape(height, width).astype(np.uint8)
    picture = picture.copy()
    picture.putalpha(Image.fromarray(fade))
    return picture


def profile():
    """An RGB profile whose red and blue are swapped: whoever applies it is found out."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = data.find(b"rXYZ"), data.find(b"bXYZ")
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


def make_images(folder):
    folder.mkdir(parents=True, exist_ok=True)
    scene(97, 61, 1).save(folder / "wide.jpg", quality=90)
    scene(120, 151, 2).save(folder / "progressive.jpg", quality=80, progressive=True, subsampling=0)
    scene(31, 140, 3).save(folder / "narrow.jpg", quality=75, subsampling=1)
    scene(53, 77, 4).convert("L").save(folder / "gray.jpg", quality=90)
    exif = Image.Exif()
    exif[0x0112] = 6
    scene(80, 50, 5).save(folder / "oriented.jpg", quality=90, exif=exif)
    scene(64, 49, 6).save(folder / "profile.jpg", quality=90, icc_profile=profile())
    scene(20, 17, 7).save(folder / "small.png")
    scene(45, 66, 8).quantize(32).save(folder / "palette.png")
    scene(41, 40, 9).quantize(16).save(folder / "palette-transparent.png", transparency=3)
    scene(50, 37, 10).convert("L").save(folder / "gray.png")
    with_alpha(scene(39, 60, 11)).convert("LA").save(folder / "gray-alpha.png")
    with_alpha(scene(44, 35, 12)).save(folder / "alpha.png")
    scene(70, 55, 13).convert("1").save(folder / "bits.png")
    scene(47, 52, 14).save(folder / "profile.png", icc_profile=profile())
    scene(36, 46, 15).convert("L").save(folder / "gray-transparent.png", transparency=120)
    scene(30, 29, 16).save(folder / "transparent.png", transparency=scene(30, 29, 16).getpixel((3, 4)))


def main():
    make_images(OUT / "images")
    (OUT / "processors").mkdir(exist_ok=True)
    golden, furthest = {}, 0
    for name, config in PROCESSORS.items():
        (OUT / "processors" / f"{name}.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "preprocessor_config.json").write_text(json.dumps(config))
            Path(folder, "config.json").write_text(json.dumps({"model_type": name.split("-")[0]}))
            processor = AutoImageProcessor.from_pretrained(folder, backend="torchvision")
            pillow = AutoImageProcessor.from_pretrained(folder, backend="pil")
        for image in sorted((OUT / "images").iterdir()):
            picture = Image.open(image)
            if not processor.do_convert_rgb:
                picture = picture.convert("RGB")
            values = processor(picture, return_tensors="pt").pixel_values[0]
            other = pillow(picture, return_tensors="pt").pixel_values[0]
            furthest = max(furthest, (values.float() - other.float()).abs().max().item())
            if name in ("clip", "vit") or image.name in ("wide.jpg", "narrow.jpg", "small.png", "bits.png"):
                golden[f"{name}/{image.name}"] = values.float().contiguous()
    save_file(golden, OUT / "golden.safetensors")
    print("the Pillow variant is within", furthest)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
