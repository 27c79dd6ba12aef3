from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from toptickets_desktop.domain.file_rules import ALLOWED_TYPES, MAX_NAME_BYTES, canonical_type
from toptickets_desktop.domain.ticket import TicketPriority, TicketStatus
from toptickets_desktop.sandbox.database import AttachmentRow, Database, TicketFilter, TicketRow
from toptickets_desktop.sandbox.samples import Sample, Samples, samples_folder
from toptickets_desktop.sandbox.seed import seed_database

_NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "data")
    yield database
    database.close()


def _tickets(database: Database, limit: int = 200_000) -> list[TicketRow]:
    return database.tickets(TicketFilter({}), offset=0, limit=limit)


def _attachments(database: Database) -> list[AttachmentRow]:
    return [row for ticket in _tickets(database) for row in database.attachments(ticket.id)]


def _samples() -> list[Sample]:
    return [sample for files in islice(Samples().attachments(), 14) for sample in files]


def test_the_usual_service_is_full_of_everything(database: Database) -> None:
    seed_database(database, 60)
    tickets, attachments = _tickets(database), _attachments(database)
    assert len(tickets) == 60
    assert {ticket.status for ticket in tickets} == set(TicketStatus)
    assert {ticket.priority for ticket in tickets} == set(TicketPriority)
    assert any(ticket.assigned_user_id is None for ticket in tickets)
    assert any(ticket.description is None for ticket in tickets)
    assert len(attachments) >= 80
    assert {row.content_type for row in attachments} == set(ALLOWED_TYPES)
    assert {row.uploaded_by_user_id is None for row in attachments} == {True, False}
    assert {row.is_uploader_listed for row in attachments} == {True, False}
    first = database.attachments(tickets[0].id)
    assert tickets[0].display_id == "TKT-1042"
    assert len(first) >= 12
    assert sum(row.content_type.startswith("image/") for row in first) >= 4
    assert any(not database.attachments(ticket.id) for ticket in tickets)


def test_it_is_the_same_every_time_but_for_the_time(tmp_path: Path) -> None:
    found = []
    for name, now in (("a", _NOW), ("b", _NOW + timedelta(days=400))):
        database = Database(tmp_path / name)
        seed_database(database, 60, now=now)
        tickets, attachments = _tickets(database), _attachments(database)
        ages = [now - datetime.fromisoformat(ticket.updated_at) for ticket in tickets]
        found.append(
            ([(row.id, row.subject, row.status, row.assigned_user_id) for row in tickets], [(row.id, row.md5) for row in attachments], ages)
        )
        assert timedelta() < ages[0] < timedelta(hours=1)
        assert all(ticket.created_at < ticket.updated_at for ticket in tickets)
        database.close()
    assert found[0] == found[1]


@pytest.mark.parametrize("count", [0, 1, 5, 1042, 1100])
def test_any_number_of_tickets(database: Database, count: int) -> None:
    seed_database(database, count)
    tickets = _tickets(database)
    assert len({ticket.ticket_number for ticket in tickets}) == len(tickets) == count
    assert all(ticket.ticket_number > 0 for ticket in tickets)
    assert [ticket.ticket_number for ticket in tickets[:1]] == [1042][:count]


def test_a_seeding_that_fails_leaves_the_service_empty(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    for name in ("tickets.toml", "attachments.toml"):
        (folder / name).write_bytes((samples_folder() / name).read_bytes())
    with pytest.raises(FileNotFoundError):
        seed_database(database, 60, samples=Samples(folder))
    assert database.is_empty


@pytest.mark.soak
def test_a_hundred_thousand_tickets(database: Database) -> None:
    seed_database(database, 100_000)
    assert len(_tickets(database)) == 100_000
    assert len(_attachments(database)) >= 80


def test_names_are_awkward_in_every_way() -> None:
    names = [sample.filename for sample in _samples()]
    assert max(len(name.encode()) for name in names) == MAX_NAME_BYTES
    wanted = (
        r"[\u3040-\u30ff]",
        r"[\u0600-\u06ff]",
        r"[\u0590-\u05ff]",
        r"[\U0001f300-\U0001faff]",
        "\u202e",
        '"',
        r"^\.",
        r"\.\.\\",
        r"\.\./",
        "  ",
        "\n",
        "(?i)^con\\.",
    )
    for pattern in wanted:
        assert any(re.search(pattern, name) for name in names), pattern
    assert max(Counter(sample.filename for sample in next(islice(Samples().attachments(), 4, None))).values()) == 2


def test_every_file_is_what_it_says() -> None:
    for sample in _samples():
        begins = sample.content[:16]
        match canonical_type(sample.content_type):
            case "image/png" | "image/jpeg" | "image/gif" | "image/webp" as kind:
                with Image.open(BytesIO(sample.content)) as image:
                    image.load()
                    assert image.get_format_mimetype() == kind
                    assert kind != "image/gif" or getattr(image, "n_frames", 1) > 1
            case "application/pdf":
                assert begins.startswith(b"%PDF-1.")
                start = int(sample.content.split(b"startxref\n")[1].split(b"\n")[0])
                assert sample.content[start : start + 4] == b"xref"
            case "application/zip":
                with zipfile.ZipFile(BytesIO(sample.content)) as archive:
                    assert archive.testzip() is None
            case "application/gzip":
                assert zlib.decompress(sample.content, wbits=31)
            case "application/x-7z-compressed":
                assert begins.startswith(b"7z\xbc\xaf\x27\x1c")
            case "video/mp4" | "video/quicktime" as kind:
                assert begins[4:12] == (b"ftypisom" if kind == "video/mp4" else b"ftypqt  ")
            case "video/webm":
                assert begins.startswith(b"\x1a\x45\xdf\xa3")
                assert b"webm" in sample.content[:64]
            case "video/ogg":
                assert begins.startswith(b"OggS")
            case "text/plain" | "text/html":
                assert sample.content.decode()
            case other:
                pytest.fail(f"an unknown type: {other}")


def test_the_samples_are_small() -> None:
    assert sum(file.stat().st_size for file in samples_folder().iterdir()) < 1_000_000
