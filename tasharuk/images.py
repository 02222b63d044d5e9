"""Pictures: submitted bytes come in, checked and re-encoded Artifacts go out, without metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError

from tasharuk.urls import media_url, output_path
from tasharuk.write import Artifact

FORMATS = ("PNG", "JPEG", "WEBP")  # no other decoder is ever opened
MAX_PIXELS = 25_000_000
MIN_SIDE = 32
MAX_SIDE = 960
MAX_BYTES = 60_000
MAX_SOURCE_BYTES = 5_000_000
QUALITIES = (78, 68, 58, 48, 38)

Image.MAX_IMAGE_PIXELS = None  # the library's own limit calls a large picture damaged; ours is lower and says the size


class BadImage(ValueError):
    """A picture that cannot be published; `code` names why, `values` fill the wording."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Picture:
    """A published picture: its internal path, and its size in pixels."""

    url: str
    width: int
    height: int


def prepare_picture(path: str, content: bytes) -> tuple[Picture, Artifact]:
    """Check a picture and encode it anew as WebP of at most 960 px and 60 kB. Raises BadImage.

    Nothing of the file but its pixels is kept: no position, no author, no comment, no data after the end.
    """
    image = _upright(_open(content))
    if image.mode.startswith("I"):  # 16 bits of grey, which a conversion cuts off instead of scaling
        image = image.point(lambda value: value / 256).convert("L")
    image = image.convert("RGBA" if _has_alpha(image) else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    image, encoded = _encode(image)
    mark = sha256(encoded).hexdigest()[:8]  # a changed picture gets a new address; two of one name never meet
    url = media_url(str(PurePosixPath(path).with_suffix(f".{mark}.webp")))
    return Picture(url, image.width, image.height), Artifact(output_path(url), encoded)


def check_picture(content: bytes) -> None:
    """Refuse a picture that cannot be published. Raises BadImage."""
    _open(content)


def _open(content: bytes) -> Image.Image:
    if len(content) > MAX_SOURCE_BYTES:
        raise BadImage("image_too_heavy", limit=str(MAX_SOURCE_BYTES // 1_000_000))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # decoders warn of what is dropped or refused anyway
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise BadImage("image_too_large", width=str(image.width), height=str(image.height))
            if min(image.width, image.height) < MIN_SIDE:
                raise BadImage("image_too_small", width=str(image.width), height=str(image.height), limit=str(MIN_SIDE))
            image.load()
    except UnidentifiedImageError as error:
        raise BadImage("not_an_image") from error
    except BadImage:
        raise
    except Exception as error:  # decoders raise whatever they meet; no file may end in a traceback
        raise BadImage("damaged_image") from error
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turn a picture as its camera noted; notes that cannot be read turn nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ImageOps.exif_transpose(image)
    except Exception:  # as above
        return image


def _has_alpha(image: Image.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def _encode(image: Image.Image) -> tuple[Image.Image, bytes]:
    """Encode at the best quality that fits; a picture of which none fits shrinks by a quarter."""
    while True:
        for quality in QUALITIES:
            buffer = io.BytesIO()
            image.save(buffer, "WEBP", quality=quality, method=4, exact=False)
            if buffer.tell() <= MAX_BYTES:
                return image, buffer.getvalue()
        smaller = (max(1, image.width * 3 // 4), max(1, image.height * 3 // 4))
        image = image.resize(smaller, Image.Resampling.LANCZOS)
