"""ZIP, 7z and gzip: sound, broken and hostile."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator

import py7zr

from tests.gui.preview.corpus import CorpusFile, damaged

_ZIP, _7Z, _GZIP = "application/zip", "application/x-7z-compressed", "application/gzip"


def files() -> Iterator[CorpusFile]:
    """Archives."""
    sound = zipped({"a.txt": b"text\n" * 100, "folder/b.txt": b"more", "empty/": b""})
    yield CorpusFile("sound.zip", _ZIP, sound, is_sound=True, is_small_set=True)
    yield from damaged("sound.zip", _ZIP, sound)
    yield CorpusFile("escapes.zip", _ZIP, zipped({"../../escape.txt": b"x", "/etc/absolute": b"x", "C:\\windows": b"x", "a\u202eb": b"x"}))
    yield CorpusFile("encrypted.zip", _ZIP, _encrypted(sound), is_small_set=True)
    yield CorpusFile("100000-entries.zip", _ZIP, zipped({f"{number}": b"" for number in range(100_000)}), is_small_set=True)
    yield CorpusFile("overlapping.zip", _ZIP, overlapping(2_000), is_small_set=True)
    yield CorpusFile("one-gigabyte.zip", _ZIP, zipped({"zeros.txt": bytes(1_000_000_000)}), is_small_set=False)
    nested = sound
    for level in range(200):
        nested = zipped({f"level-{level}.zip": nested})
    yield CorpusFile("nested.zip", _ZIP, nested, is_small_set=True)
    yield CorpusFile("deep-folders.zip", _ZIP, zipped({"a/" * 20_000 + "x.txt": b"x"}))
    yield CorpusFile("same-name.zip", _ZIP, _same_names())
    yield CorpusFile("empty.zip", _ZIP, zipped({}))
    yield CorpusFile("nothing.zip", _ZIP, b"")
    yield CorpusFile("claims-much.zip", _ZIP, b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65_535, 65_535, 2**31, 0, 0))
    packed = gzip.compress(b"a log\n" * 1000)
    yield CorpusFile("sound.log.gz", _GZIP, packed, is_sound=True, is_small_set=True)
    yield from damaged("sound.log.gz", _GZIP, packed, cuts=3, flips=3)
    yield CorpusFile("bomb.gz", _GZIP, gzip.compress(bytes(1_000_000_000)), is_small_set=False)
    yield CorpusFile("many-members.gz", _GZIP, gzip.compress(b"x") * 20_000)
    seven = io.BytesIO()
    with py7zr.SevenZipFile(seven, "w") as archive:
        archive.writestr(b"text", "a.txt")
    yield CorpusFile("sound.7z", _7Z, seven.getvalue(), is_sound=True, is_small_set=True)
    yield from damaged("sound.7z", _7Z, seven.getvalue(), cuts=3, flips=3)
    locked = io.BytesIO()
    with py7zr.SevenZipFile(locked, "w", password="secret", header_encryption=True) as archive:
        archive.writestr(b"text", "a.txt")
    yield CorpusFile("encrypted.7z", _7Z, locked.getvalue(), is_small_set=True)


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def overlapping(entries: int) -> bytes:
    """Many names for the same packed bytes, so that a small file seems to hold gigabytes."""
    kernel = zipped({"zeros": bytes(4_000_000)})
    start = kernel.index(b"PK\x01\x02")
    entry = kernel[start : kernel.index(b"PK\x05\x06")]
    central = entry * entries
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, entries, entries, len(central), start, 0)
    return kernel[:start] + central + end


def _encrypted(data: bytes) -> bytes:
    """The flag of encryption, at every entry."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = changed.find(signature)
        while position >= 0:
            changed[position + offset] |= 1
            position = changed.find(signature, position + 4)
    return bytes(changed)


def _same_names() -> bytes:
    first, second = zipped({"same.txt": b"1"}), zipped({"same.txt": b"2"})
    return first + second
