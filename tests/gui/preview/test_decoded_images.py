from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from toptickets_desktop.decoding.image_decoder import DecodedImage, Frame
from toptickets_desktop.gui.preview.decoded_images import DecodedImages


def _image(side: int = 10) -> DecodedImage:
    return DecodedImage((Frame(QImage(side, side, QImage.Format.Format_RGB32), 0),), QSize(side, side), "PNG")


def test_what_was_not_used_for_longest_goes_first() -> None:
    images = DecodedImages(entries_max=2)
    images.put("a", _image())
    images.put("b", _image())
    assert images.get("a") is not None

    images.put("c", _image())

    assert [attachment_id for attachment_id in "abc" if images.get(attachment_id)] == ["a", "c"]


def test_the_budget_is_memory() -> None:
    images = DecodedImages(bytes_max=3 * 10 * 10 * 4)
    for attachment_id in "abcd":
        images.put(attachment_id, _image())
    assert len(images) == 3

    images.put("large", _image(side=100))

    assert len(images) == 1  # the newest is kept whatever its size
    assert images.get("large") is not None


def test_an_image_takes_the_place_of_its_earlier_self() -> None:
    images = DecodedImages(bytes_max=2 * 10 * 10 * 4)
    images.put("a", _image())
    images.put("b", _image())
    sharper = _image()

    images.put("b", sharper)

    assert images.get("a") is not None
    assert images.get("b") is sharper


def test_forgetting() -> None:
    images = DecodedImages()
    images.put("a", _image())
    images.put("b", _image())

    images.discard("a")
    images.discard("never there")
    assert images.get("a") is None

    images.clear()
    assert len(images) == 0
