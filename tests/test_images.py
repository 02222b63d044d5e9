"""Pictures: what comes in is checked and encoded anew; of the file nothing but its pixels goes out."""

from __future__ import annotations

import io
import struct
import zlib
from hashlib import sha256
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from tasharuk.images import (
    MAX_BYTES,
    MAX_PIXELS,
    MAX_SIDE,
    MAX_SOURCE_BYTES,
    MIN_SIDE,
    BadImage,
    check_picture,
    prepare_picture,
)
from tests.tools.records import words

PATH = "organizations/lamp/media/shelf.png"
SECRET = b"Umm Qays 33.5138N"


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Return a picture with a pattern in every band."""
    gradient = Image.linear_gradient("L").resize(size)
    bands = Image.new(mode, (1, 1)).getbands()
    return Image.merge(mode, [gradient.rotate(90 * turn) for turn in range(len(bands))])


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def published(content: bytes) -> Image.Image:
    _, artifact = prepare_picture(PATH, content)
    image = Image.open(io.BytesIO(artifact.content))
    image.load()
    return image


def noise(side: int) -> bytes:
    """Return a picture that hardly compresses, the same each time."""
    blocks = (sha256(number.to_bytes(4, "big")).digest() for number in range(side * side * 3 // 32 + 1))
    return encoded(Image.frombytes("RGB", (side, side), b"".join(blocks)[: side * side * 3]))


def png_of_size(width: int, height: int) -> bytes:
    """Return a PNG whose header claims a size that its data do not hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind in ("PNG", "WEBP") for mode in ("L", "RGB", "RGBA")]
    + [("JPEG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "LA"), ("PNG", "1"), ("PNG", "P"), ("PNG", "I;16")],
)
def test_every_kind_of_picture_that_browsers_show_comes_out_as_webp(kind: str, mode: str) -> None:
    source = picture(mode) if mode in ("L", "RGB", "RGBA", "LA", "CMYK") else picture("L").convert(mode)
    image = published(encoded(source, kind))
    assert (image.format, image.size) == ("WEBP", source.size)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    source = Image.new(mode, (64, 64), 0)
    assert published(encoded(source, **({"transparency": 0} if mode == "P" else {}))).getpixel((5, 5))[3] == 0


def test_sixteen_bits_of_grey_are_scaled_rather_than_cut_off() -> None:
    red, green, blue = published(encoded(Image.new("I;16", (64, 64), 30_000))).getpixel((5, 5))
    assert red == green == blue == pytest.approx(30_000 / 256, abs=3)


def test_the_published_picture_says_its_address_and_size() -> None:
    picture_out, artifact = prepare_picture(PATH, encoded(picture(size=(64, 48))))
    assert picture_out.url == f"/{artifact.path}"
    assert artifact.path.startswith("organizations/lamp/media/shelf.")
    assert artifact.path.endswith(".webp")
    assert (picture_out.width, picture_out.height) == (64, 48)


def test_pictures_of_one_name_and_two_endings_do_not_meet() -> None:
    first = prepare_picture("organizations/lamp/media/shelf.png", encoded(picture()))[1]
    second = prepare_picture("organizations/lamp/media/shelf.jpg", encoded(picture("L"), "JPEG"))[1]
    assert first.path != second.path


def test_one_picture_gives_the_same_bytes_at_the_same_address_each_time() -> None:
    content = encoded(picture(size=(400, 300)), "JPEG")
    assert prepare_picture(PATH, content) == prepare_picture(PATH, content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_position_author_comment_profile_and_what_follows_the_end_are_dropped(kind: str) -> None:
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()  # artist
    exif.get_ifd(0x8825)[1] = SECRET.decode()  # GPS latitude reference
    options: dict[str, Any] = {"exif": exif, "icc_profile": SECRET, "xmp": SECRET}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", SECRET.decode())
    if kind == "JPEG":
        options["comment"] = SECRET
    content = encoded(picture(), kind, **options) + b"<script>" + SECRET
    assert SECRET in content
    _, artifact = prepare_picture(PATH, content)
    image = Image.open(io.BytesIO(artifact.content))
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
    assert SECRET not in artifact.content
    assert b"<script>" not in artifact.content


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    assert published(encoded(picture(size=(80, 40)), "JPEG", exif=exif)).size == (40, 80)


@pytest.mark.parametrize(
    "notes",
    [b"not a TIFF", b"MM\0*\0\0\0\x08\xff\xff", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x01x\0\0\0\0\0\0\0"],
    ids=["no notes at all", "cut off", "a word where a number belongs"],
)
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_notes_of_the_camera_that_cannot_be_read_do_not_spoil_the_picture(kind: str, notes: bytes) -> None:
    source = picture(size=(80, 40))
    assert published(encoded(source, kind, exif=b"Exif\0\0" + notes)).size == source.size


def test_of_an_animation_the_first_picture_stays() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    image = published(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    red, _, blue = image.getpixel((5, 5))
    assert getattr(image, "n_frames", 1) == 1
    assert red > blue


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((MAX_SIDE * 2, MAX_SIDE), (MAX_SIDE, MAX_SIDE // 2)),
        ((MAX_SIDE, MAX_SIDE * 2), (MAX_SIDE // 2, MAX_SIDE)),
        ((MIN_SIDE, MIN_SIDE), (MIN_SIDE, MIN_SIDE)),
    ],
    ids=["wide", "tall", "small: never enlarged"],
)
def test_a_picture_fits_the_page_and_keeps_its_shape(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert published(encoded(picture("L", size), "JPEG")).size == expected


def test_no_published_picture_is_heavier_than_its_limit_whatever_it_shows() -> None:
    told, artifact = prepare_picture(PATH, noise(500))
    assert len(artifact.content) <= MAX_BYTES
    assert Image.open(io.BytesIO(artifact.content)).size == (told.width, told.height)


WHOLE = encoded(picture(size=(200, 200)))
REFUSED = {
    "empty": (b"", "not_an_image"),
    "text under a picture's name": (b"<html><script>alert(1)</script></html>", "not_an_image"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_an_image"),
    "PDF": (b"%PDF-1.7\n%%EOF\n", "not_an_image"),
    "format that browsers do not show": (encoded(picture(), "TIFF"), "not_an_image"),
    "format that nobody needs": (encoded(picture("L").convert("P"), "GIF"), "not_an_image"),
    "truncated": (WHOLE[: len(WHOLE) // 2], "damaged_image"),
    "truncated JPEG": (encoded(picture(size=(200, 200)), "JPEG")[:-200], "damaged_image"),
    "data changed": (WHOLE[:60] + bytes(40) + WHOLE[100:], "damaged_image"),
    "too small": (encoded(picture(size=(MIN_SIDE - 1, 200))), "image_too_small"),
    "one pixel": (encoded(picture(size=(1, 1))), "image_too_small"),
    "a little too large": (png_of_size(MAX_PIXELS // 1000 + 1, 1000), "image_too_large"),
    "thousands of millions of pixels": (png_of_size(50_000, 50_000), "image_too_large"),
    "too heavy": (WHOLE + bytes(MAX_SOURCE_BYTES), "image_too_heavy"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_published_is_refused_with_its_reason(content: bytes, code: str) -> None:
    for refuse in (check_picture, lambda content: prepare_picture(PATH, content)):
        with pytest.raises(BadImage) as refused:
            refuse(content)
        assert refused.value.code == code


def test_a_picture_is_judged_by_its_header_before_any_pixel_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: object) -> None:
        pytest.fail("the pixels were read")

    monkeypatch.setattr(Image.Image, "load", decoded)
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", decoded)
    with pytest.raises(BadImage):
        check_picture(png_of_size(6_000, 6_000))


def test_a_chunk_that_unpacks_to_megabytes_is_refused() -> None:
    info = PngImagePlugin.PngInfo()
    info.add(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(20_000_000)))
    with pytest.raises(BadImage) as refused:
        check_picture(encoded(picture(), pnginfo=info))
    assert refused.value.code == "damaged_image"


@pytest.mark.parametrize("code", sorted({code for _, code in REFUSED.values()}))
def test_every_refusal_can_be_told(code: str) -> None:
    assert words("ar").has_problem(code)
    assert words("en").has_problem(code)
