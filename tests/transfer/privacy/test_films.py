"""Places and devices in films are blanked in place, and the film itself is not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transfer.privacy.photos import apple_metadata, box, user_data, with_user_data
from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.transfer.privacy.exif import Told
from toptickets_desktop.transfer.privacy.films import film_without_metadata, read_film
from toptickets_desktop.transfer.privacy.pictures import NotUnderstood

TRACK = box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", bytes(range(256)) * 8) + box(b"moov", box(b"mvhd", bytes(100)))


@pytest.mark.parametrize("told", [user_data(), apple_metadata(), box(b"udta", box(b"meta", bytes(4) + apple_metadata()[8:]))])
def test_places_and_devices_are_blanked_and_nothing_moves(told: bytes) -> None:
    data = with_user_data(TRACK, told)
    assert read_film(data) == Told(place=True, device=True)
    clean = film_without_metadata(data)
    assert read_film(clean) == Told()
    assert len(clean) == len(data)
    assert b"52.52" not in clean
    assert b"Phone 9" not in clean
    assert clean[: data.index(b"mvhd")] == data[: data.index(b"mvhd")]
    assert (b"2026-11-24" in clean) == (b"2026-11-24" in data)
    assert film_without_metadata(clean) == clean


@pytest.mark.parametrize("name", ["dashboard.mp4", "checkout.mov"])
def test_films_that_tell_no_place_stay_as_they_are(name: str) -> None:
    data = (samples_folder() / name).read_bytes()
    assert not read_film(data).place


@given(st.data())
def test_broken_films_never_crash(data: st.DataObject) -> None:
    whole = bytearray(with_user_data(TRACK, user_data(), apple_metadata()))
    start = whole.index(b"moov")
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(start, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole)
    read_film(broken)
    try:
        clean = film_without_metadata(broken)
    except NotUnderstood:
        return
    assert len(clean) == len(broken)
    assert clean[:start] == broken[:start]
