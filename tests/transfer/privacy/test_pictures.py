"""Metadata is found and taken out; the pixels and the way up stay exactly as they were."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.transfer.privacy.photos import XMP, jpeg_with, photo, png_with
from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.transfer.privacy.exif import Told, orientation_only, read_exif
from toptickets_desktop.transfer.privacy.pictures import NotUnderstood, read_picture, without_metadata

KINDS = ["JPEG", "PNG", "WEBP"]
TELLING = [b"Acme", b"Phone 9", b"SN-0042", b"GPSLatitude"]


def decoded(data: bytes) -> tuple[str, tuple[int, int], bytes, object]:
    with Image.open(io.BytesIO(data)) as image:
        profile = image.info.get("icc_profile")
        return image.mode, image.size, image.tobytes(), profile


def orientation_of(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as image:
        return int(image.getexif().get(0x0112, 1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_nothing_is_told_any_more_and_the_pixels_are_identical(kind: str, orientation: int) -> None:
    data = photo(kind, orientation=orientation)
    assert read_picture(data) == Told(place=True, device=True, orientation=orientation)
    clean = without_metadata(data)
    assert read_picture(clean) == Told(orientation=orientation)
    assert decoded(clean) == decoded(data)
    assert orientation_of(clean) == orientation_of(data) == orientation
    assert not any(word in clean for word in TELLING)
    assert without_metadata(clean) == clean


@pytest.mark.parametrize("kind", KINDS)
def test_place_and_device_are_told_apart(kind: str) -> None:
    assert read_picture(photo(kind, place=False)) == Told(device=True)
    assert read_picture(photo(kind, device=False)) == Told(place=True)
    assert read_picture(photo(kind, place=False, device=False)) == Told()


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    data = photo("JPEG", progressive=True, orientation=6)
    clean = without_metadata(data)
    assert decoded(clean) == decoded(data)
    assert clean.count(b"\xff\xda") == data.count(b"\xff\xda") > 1


@pytest.mark.parametrize(
    ("marker", "content"),
    [
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        (0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x5a\0\x06Berlin"),
    ],
)
def test_xmp_and_iptc_of_a_jpeg(marker: int, content: bytes) -> None:
    data = jpeg_with(marker, content)
    assert read_picture(data).place
    assert read_picture(without_metadata(data)) == Told()


def test_what_stands_behind_the_end_of_a_jpeg_goes() -> None:
    data = jpeg_with(0xFE, b"taken by Alice", at_end=photo("JPEG") + b"ftypmp42 a film of the moment")
    clean = without_metadata(data)
    assert clean.endswith(b"\xff\xd9")
    assert b"Alice" not in clean
    assert b"Acme" not in clean
    assert decoded(clean) == decoded(data)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP)),
        (b"zTXt", b"Raw profile type xmp\0\0" + zlib.compress(b"\nxmp\n%8d\n" % len(XMP) + XMP.hex().encode())),
        (b"tEXt", b"Raw profile type exif\0\nexif\n 10\n" + photo("PNG").partition(b"eXIf")[2][:400].hex().encode()),
    ],
)
def test_texts_of_a_png(name: bytes, content: bytes) -> None:
    data = png_with(name, content)
    assert read_picture(data).place
    clean = without_metadata(data)
    assert read_picture(clean) == Told()
    assert decoded(clean) == decoded(data)


def test_a_text_that_unpacks_to_very_much_is_not_unpacked_whole() -> None:
    data = png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000)))
    assert read_picture(data) == Told()


@pytest.mark.parametrize("name", ["boxes-wet.jpg", "login-error.png", "street-map.webp"])
def test_the_samples_stay_what_they_look_like(name: str) -> None:
    data = (samples_folder() / name).read_bytes()
    assert decoded(without_metadata(data)) == decoded(data)


def test_an_animation_keeps_its_frames() -> None:
    stream = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "green", "blue")]
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:], exif=b"Exif\0\0" + orientation_only(3))
    with Image.open(io.BytesIO(without_metadata(stream.getvalue()))) as image:
        assert getattr(image, "n_frames", 1) == 3


@given(st.sampled_from(KINDS), st.data())
def test_broken_files_are_refused_or_read_and_never_crash(kind: str, data: st.DataObject) -> None:
    whole = bytearray(photo(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    read_picture(broken)
    try:
        clean = without_metadata(broken)
    except NotUnderstood:
        return
    told = read_picture(clean)
    assert not told.place
    assert not told.device


@given(st.binary(max_size=300))
def test_any_exif_can_be_read(data: bytes) -> None:
    for head in (b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        assert 1 <= read_exif(head + data).orientation <= 8


@given(st.integers(1, 8))
def test_a_block_with_the_orientation_alone(orientation: int) -> None:
    assert read_exif(orientation_only(orientation)) == Told(orientation=orientation)
