"""Videos that no decoder can play: the containers are right at the beginning, and then are not."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from tests.gui.preview.corpus import CorpusFile


def files() -> Iterator[CorpusFile]:
    """Containers."""
    noise = random.Random(2).randbytes(50_000)
    heads = {
        "video/mp4": ("mp4", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"),
        "video/quicktime": ("mov", b"\0\0\0\x14ftypqt  \0\0\2\0qt  "),
        "video/webm": ("webm", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"),
        "video/ogg": ("ogv", b"OggS\0\2" + bytes(20) + b"\x80theora\3\2\1"),
    }
    for mime, (ending, head) in heads.items():
        yield CorpusFile(f"head-only.{ending}", mime, head, is_small_set=True)
        yield CorpusFile(f"noise.{ending}", mime, head + noise)
        yield CorpusFile(f"text-called.{ending}", mime, b"no video\n" * 100)
        yield CorpusFile(f"empty.{ending}", mime, b"")
    mp4 = heads["video/mp4"][1]
    yield CorpusFile("huge-box.mp4", "video/mp4", mp4 + struct.pack(">I4sQ", 1, b"moov", 2**63 - 1) + noise[:500], is_small_set=True)
    yield CorpusFile("zero-box.mp4", "video/mp4", mp4 + struct.pack(">I4s", 0, b"moov") * 500)
    nested = b""
    for _ in range(3_000):
        nested = struct.pack(">I4s", len(nested) + 8, b"moov") + nested
    yield CorpusFile("deep-boxes.mp4", "video/mp4", mp4 + nested, is_small_set=True)
