"""What strangers can hand to the program, and what must hold whatever they hand over. One function for each door.

A target takes Hypothesis' `data` and raises when something does not hold; an error that the function under test documents is no finding.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import httpx
import msgspec
import py7zr
from hypothesis import assume
from hypothesis import strategies as st

from tests.api.test_multipart import form_of, parsed_by_the_server
from tests.transfer.privacy.photos import apple_metadata, box, photo, png_with, user_data, with_user_data
from toptickets_desktop.api import wire
from toptickets_desktop.api.signed_url import checked_redirect, checked_target
from toptickets_desktop.api.storage import StoredObject, _decode_refusal, _stored_object
from toptickets_desktop.decoding import wire as decoding_wire
from toptickets_desktop.decoding import worker
from toptickets_desktop.decoding.archive_jobs import archive_list, archive_member
from toptickets_desktop.decoding.html_jobs import SHOWN_CHARACTERS_MAX, TAGS, decode_html, html_job, inert_html
from toptickets_desktop.decoding.results import Source
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import InvalidApiKey, InvalidBaseUrl, InvalidProxy, StorageError, UnexpectedAnswer
from toptickets_desktop.domain.file_rules import MAX_NAME_BYTES, refusal_of_name
from toptickets_desktop.domain.hand_over import HandOver, InvalidHandOver, is_link, path_of_argument, ticket_of_link
from toptickets_desktop.domain.network_access import checked_proxy_url
from toptickets_desktop.domain.redaction import redact
from toptickets_desktop.domain.visible_names import visible_name
from toptickets_desktop.transfer import local_names, sniffing
from toptickets_desktop.transfer.opening import Nature, judge
from toptickets_desktop.transfer.privacy.exif import Told
from toptickets_desktop.transfer.privacy.films import film_without_metadata, read_film
from toptickets_desktop.transfer.privacy.pictures import NotUnderstood, read_picture, without_metadata
from toptickets_desktop.transfer.privacy.secrets import scan_name, scan_text
from toptickets_desktop.transfer.sidecar import Sidecar

Target = Callable[[st.DataObject], None]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=15,
)
CANARY = "CanaryCanaryCanary0123456789"


def _mutated(data: st.DataObject, whole: bytes) -> bytes:
    """The bytes with some replaced, cut out, doubled or put in."""
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, max(0, len(changed) - 1)))
        match data.draw(st.sampled_from(["set", "cut", "insert", "number", "end"])):
            case "set" if changed:
                changed[at] = data.draw(st.integers(0, 255))
            case "cut":
                del changed[at : at + data.draw(st.integers(1, 64))]
            case "insert":
                changed[at:at] = data.draw(st.binary(max_size=40))
            case "number":  # lengths and offsets at their ends
                number = data.draw(st.sampled_from([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff\xff"]))
                changed[at : at + len(number)] = number
            case _:
                del changed[at:]
    return bytes(changed)


# --- the service and the storage ---------------------------------------------------------------------------------------------


def wire_decoding(data: st.DataObject) -> None:
    names = ["id", "ticket_number", "subject", "filename", "size_bytes", "created_at", "detail", "signed_url", "expires_at", "loc", "msg"]
    rows = st.lists(st.dictionaries(st.sampled_from(names), JSON, max_size=8) | JSON, max_size=4)
    values = st.one_of(rows, JSON, st.dictionaries(st.sampled_from(names), JSON, max_size=8))
    whole = json.dumps(data.draw(values)).encode()
    body = data.draw(st.sampled_from([whole, _mutated(data, whole), data.draw(st.binary(max_size=60)), b"[" * 3000 + whole]))
    decoders: list[Callable[[bytes], Any]] = [
        wire.decode_tickets,
        wire.decode_ticket,
        wire.decode_users,
        wire.decode_signed_url,
        lambda each: wire.decode_attachments(each, ticket_id="t"),
        lambda each: wire.decode_attachment(each, ticket_id="t"),
    ]
    for decode in decoders:
        with suppress(UnexpectedAnswer):
            repr(decode(body)).encode()
    with suppress(UnexpectedAnswer):
        for ticket in wire.decode_tickets(body).usable:
            json.dumps(wire.ticket_to_json(ticket)).encode()
    detail = wire.decode_detail(body)
    assert detail is None or (len(detail) <= wire.DETAIL_LENGTH_MAX and "\n" not in detail)
    wire.what_came(body, data.draw(st.text(max_size=20)))


def multipart_building(data: st.DataObject) -> None:
    name = data.draw(st.text(min_size=1, max_size=120))
    # python-multipart takes what looks like an old Windows path down to its last part, whoever sends it.
    assume(name.replace("\\", "\\\\")[1:3] != ":\\" and not name.startswith("\\"))
    part = st.text("abcXYZ019!#$%&'*+.^_`|~-", min_size=1, max_size=20)
    content_type = data.draw(st.one_of(st.tuples(part, part).map("/".join), st.text(max_size=30)))
    chunks = data.draw(st.lists(st.binary(max_size=80), max_size=4))
    try:
        form = form_of(chunks, filename=name, content_type=content_type)
    except ValueError:
        assert refusal_of_name(name) is not None or not re.fullmatch(r"[!-~]+/[!-~]+", content_type)
        return
    assert asyncio.run(parsed_by_the_server(form)) == (name, content_type, b"".join(chunks))


def content_range_parsing(data: st.DataObject) -> None:
    number = st.integers(0, 10**20).map(str) | st.sampled_from(["*", "", "-1", "+1", "1_0", "٣", "0x1", "1.0", " 1"])
    text = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30)
    built = st.tuples(number, number, number).map(lambda each: f"bytes {each[0]}-{each[1]}/{each[2]}")
    first_byte = data.draw(st.integers(0, 2000))
    headers: dict[bytes, bytes] = {
        b"content-range": data.draw(built | text).encode("utf-8"),
        b"content-length": data.draw(number | text).encode("utf-8"),
        b"etag": data.draw(text).encode("utf-8"),
    }
    status = data.draw(st.sampled_from([200, 206]))
    try:
        answer: StoredObject = _stored_object(httpx.Response(status, headers=headers), first_byte)
    except StorageError:
        return
    if status == 206:
        assert answer.first_byte == first_byte
        assert answer.length_bytes is not None
        assert answer.length_bytes > 0
        assert answer.total_bytes is None or first_byte + answer.length_bytes <= answer.total_bytes
    else:
        assert answer.first_byte == 0


def refusals_of_the_storage(data: st.DataObject) -> None:
    fields = st.dictionaries(st.sampled_from(["code", "error", "message", "statusCode"]), JSON)
    whole = json.dumps(data.draw(fields)).encode()
    code, words, _ = _decode_refusal(data.draw(st.sampled_from([whole, _mutated(data, whole), b"<Code>" + whole + b"</Code>"])))
    assert re.fullmatch(r"[A-Za-z0-9_.-]{0,60}", code)
    assert words == words.lower()


def signed_url_targets(data: st.DataObject) -> None:
    host = st.sampled_from(
        ["127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254", "localhost", "a.test"]
    ) | st.text("abc019.-_:[]%@／。①", max_size=20)  # full-width and circled digits, which IDNA folds
    scheme = st.sampled_from(["https://", "http://", "//", "file://", "HTTPS://", "https:/", "https:\\\\", "javascript:", ""])
    location = data.draw(st.builds(lambda *parts: "".join(parts), scheme, host, st.sampled_from(["", ":443", ":22", "/x?token=s"])))
    base = httpx.URL("https://files.example.com/object/a?token=s")
    checks: list[Callable[[], httpx.URL]] = [
        lambda: checked_redirect(location, base=base),
        lambda: checked_target(location, allow_loopback=False),
    ]
    for check in checks:
        with suppress(StorageError):
            url = check()
            assert url.scheme == "https"
            assert not url.userinfo
            assert "." in url.host
            assert not re.search(r"(^|\.)(0x[0-9a-f]*|[0-9]+)\.?$", url.host)
            assert ":" not in url.host


def addresses_and_keys(data: st.DataObject) -> None:
    text = data.draw(
        st.builds(
            lambda *parts: "".join(parts),
            st.sampled_from(["https://", "http://", "", "tt_live_", "tt_ro_", "socks5://"]),
            st.text(max_size=30) | st.sampled_from(["127.0.0.1", "a.example", "u:p@a.example", "[::1]"]),
            st.sampled_from(["", "/v1", ":80/v1", ":99999/v1", "?x=1", "#y"]),
        )
    )
    with suppress(InvalidBaseUrl):
        base = BaseUrl.parse(text)
        assert base.text.startswith("https://") or base.is_loopback
        assert BaseUrl.parse(base.text) == base
        with suppress(httpx.InvalidURL):  # a name that IDNA 2008 does not know is refused when it is asked
            assert "@" not in httpx.URL(base.text).netloc.decode()
    with suppress(InvalidProxy):
        assert "@" not in checked_proxy_url(text)
    with suppress(InvalidApiKey):
        key = ApiKey(text)
        assert key.reveal() not in repr(key)
        assert re.fullmatch(r"[!-~]+", key.reveal())


# --- names and contents ------------------------------------------------------------------------------------------------------

_AWKWARD = st.sampled_from(
    [
        "..",
        "/",
        "\\",
        "\0",
        "\u202e",
        "\u200b",
        "CON",
        "nul",
        ".",
        " ",
        "\n",
        "e\u0301",
        "ſ",
        "\ud800",
        "🎉",
        "com1",
        ".exe",
        ".tar.gz",
        ":",
    ]
)
NAMES = st.lists(_AWKWARD | st.text(max_size=12), max_size=12).map("".join) | st.text(max_size=400)


def names_for_the_disk(data: st.DataObject) -> None:
    names = data.draw(st.lists(NAMES, min_size=1, max_size=6))
    made = local_names.unique_names(names)
    assert len({local_names.same_name_key(name) for name in made}) == len(made)
    for name in [*made, *(local_names.safe_name(each) for each in names)]:
        assert name
        assert len(name.encode()) <= MAX_NAME_BYTES
        assert not re.search(r'[/\\:*?"<>|\x00-\x1f\x7f]', name)
        assert name == unicodedata.normalize("NFC", name)
        assert not name.startswith((".", " "))
        assert not name.endswith((".", " "))
        assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in name)
        assert not re.fullmatch(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]", name.partition(".")[0].strip())
        assert local_names.safe_name(name) == name
        assert len(local_names.part_name(name, "0" * 16).encode()) <= MAX_NAME_BYTES


def names_for_the_eye(data: st.DataObject) -> None:
    shown = visible_name(data.draw(NAMES))
    assert not re.search("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]", shown)
    shown.encode()


def sniffing_and_judging(data: st.DataObject) -> None:
    starts = [sign for sign, _ in sniffing._SIGNATURES]
    starts += [
        b"MZ\x90\0",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\n",
        b"<html> ",
        b"<?xml",
        b"<svg",
        b"%PDF-",
        b"\x00\x00\x00\x18ftypisom",
        b"RIFF....WEBP",
        b"PK\3\4",
        b"",
    ]
    head = data.draw(st.sampled_from(starts)) + data.draw(st.binary(max_size=200))
    ending = data.draw(
        st.sampled_from([".png", ".exe", ".pdf", ".txt", ".docm", ".desktop", ".html", ".lnk", ".zip", "", ".PNG ", ".p\u202eng"])
    )
    sniffing.sniff(head)
    sniffing.is_text([head])
    judgement = judge(f"name{ending}", io.BytesIO(head))
    # A text may begin with the letters MZ or ELF: programs go on with bytes that no text has.
    if ending in {".exe", ".docm", ".desktop", ".html", ".lnk"} or head.startswith((b"MZ\x90\0", b"\x7fELF\x02\x01", b"#!")):
        assert not judgement.opens_at_once
        assert judgement.nature is not Nature.HARMLESS


@cache
def _pictures() -> list[bytes]:
    whole = [photo("JPEG"), photo("JPEG", orientation=6, progressive=True), photo("PNG"), photo("WEBP"), photo("WEBP", orientation=3)]
    return [*whole, png_with(b"tEXt", b"Raw profile type exif\0\nexif\n 4\n45786966"), png_with(b"zTXt", b"XML:com.adobe.xmp\0\0x\x9c")]


def stripping_pictures(data: st.DataObject) -> None:
    broken = _mutated(data, data.draw(st.sampled_from(_pictures())))
    read_picture(broken)
    try:
        clean = without_metadata(broken)
    except NotUnderstood:
        return
    told = read_picture(clean)
    assert not told.place
    assert not told.device
    assert without_metadata(clean) == clean


def stripping_films(data: st.DataObject) -> None:
    track = box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", bytes(64)) + box(b"moov", box(b"mvhd", bytes(100)))
    broken = _mutated(data, with_user_data(track, user_data(), apple_metadata()))
    read_film(broken)
    try:
        clean = film_without_metadata(broken)
    except NotUnderstood:
        return
    assert len(clean) == len(broken)
    assert read_film(clean) == Told()


def secret_scanning(data: st.DataObject) -> None:
    keys = st.sampled_from([f"tt_live_{CANARY}", f"ghp_{'a1' * 18}", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00"])
    text = "".join(data.draw(st.lists(st.text(max_size=30) | keys | st.sampled_from(["\n", " ", "-----BEGIN "]), max_size=12)))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16", "latin-1"]))
    result = scan_text(io.BytesIO(_mutated(data, text.encode(encoding, "replace"))))
    for finding in [*result.findings, *scan_name(text)]:
        assert CANARY not in finding.excerpt
        assert "1111 1111" not in finding.excerpt
        assert len(finding.excerpt) <= 80


def html_cleaning(data: st.DataObject) -> None:
    pieces = [*(f"<{tag}>" for tag in sorted(TAGS)), *(f"</{tag}>" for tag in sorted(TAGS))]
    pieces += [
        "<script>",
        "</script>",
        "<img src=x onerror=y alt='<b>'>",
        '<a href="javascript:x">',
        "<svg><a xlink:href=x>",
        "<!--",
        "-->",
    ]
    pieces += [
        "<math><mtext><table><mglyph><style>",
        "<![CDATA[",
        "<plaintext>",
        "&lt;script&gt;",
        "<p style='x' dir=rtl>",
        "<td colspan=9>",
    ]
    pieces += ["<noscript><p title='</noscript><img src=x>'>", "\0", "<iframe srcdoc='<b>'>", "<template>", "<form><button formaction=x>"]
    markup = "".join(data.draw(st.lists(st.sampled_from(pieces) | st.text(max_size=10), max_size=30)))
    cleaned, _ = inert_html(decode_html(_mutated(data, markup.encode("utf-8", "replace"))))
    inert = "".join(cleaned)
    assert len(inert) < 2 * SHOWN_CHARACTERS_MAX
    for tag, attributes in re.findall(r"<\s*/?\s*([A-Za-z!?][^\s>]*)([^>]*)>", inert):
        assert tag in TAGS
        assert not re.search(r"(?i)\b(?:on\w+|src|href|style|action|background|srcdoc)\s*=", attributes)


@cache
def _archives() -> list[bytes]:
    members = {"a/b.txt": b"hello" * 50, "c.log": b"second" * 30}
    zipped, seven, tarred = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with py7zr.SevenZipFile(seven, "w") as seven_zip:
        for name, content in members.items():
            seven_zip.writestr(content, name)
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return [zipped.getvalue(), seven.getvalue(), tarred.getvalue(), gzip.compress(b"alone" * 100)]


def archives_and_pages_in_the_decoding_process(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["archive_list", "archive_member", "html"]))
    broken = _mutated(data, data.draw(st.sampled_from(_archives())))
    job = decoding_wire.Job(id=7, kind=kind, parameters={"index": data.draw(st.integers(-1, 3))}, content_bytes=0, cpu_limit_s=9.0)
    tape = _Tape(b"")
    functions = {"archive_list": archive_list, "archive_member": archive_member, "html": html_job}
    worker._work(tape, functions, job, Source(io.BytesIO(broken), len(broken)))  # whatever the file does, the process goes on
    answer = decoding_wire.receive_answer(_Tape(tape.sent))
    assert answer.header.job_id == 7
    assert answer.header.is_last


# --- other processes ---------------------------------------------------------------------------------------------------------


def hand_over_messages(data: st.DataObject) -> None:
    good = {"version": 1, "files": ["/tmp/a.png"], "ticket": "TKT-1"}
    changed = {**good, **data.draw(st.dictionaries(st.sampled_from(["version", "files", "ticket", "command", "key"]), JSON, max_size=3))}
    whole = json.dumps(data.draw(st.sampled_from([good, changed]))).encode() + b"\n"
    try:
        message = HandOver.from_bytes(data.draw(st.sampled_from([whole, _mutated(data, whole), data.draw(st.binary(max_size=50)) + b"\n"])))
    except InvalidHandOver:
        return
    assert all(path.is_absolute() and "\0" not in str(path) for path in message.files)
    assert re.fullmatch(r"[A-Za-z0-9_-]{0,64}", message.ticket)
    assert HandOver.from_bytes(message.to_bytes()) == message


def links(data: st.DataObject) -> None:
    parts = [
        "toptickets:",
        "toptickets://ticket/",
        "TKT-1042",
        "/",
        "?x=1",
        "#y",
        "%2f",
        "delete",
        "upload",
        "\n",
        "TopTickets://TICKET/",
        "..",
    ]
    link = "".join(data.draw(st.lists(st.sampled_from(parts) | st.text(max_size=6), max_size=6)))
    is_link(link)
    with suppress(InvalidHandOver):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", ticket_of_link(link))
    with suppress(ValueError):
        assert path_of_argument(data.draw(st.sampled_from(["", "file:///", "FILE:///"])) + link).is_absolute()


class _Tape:
    """A channel that says what it was given, and then hangs up."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        self.sent = b""

    def send(self, parts: Sequence[decoding_wire.Bytes], descriptor: int | None = None) -> None:
        self.sent += b"".join(parts)

    def receive_into(self, view: memoryview) -> None:
        if self._file.readinto(view) < len(view):
            raise EOFError

    def take_descriptor(self) -> int | None:
        return None

    def close(self) -> None:
        self._file.close()


def answers_of_the_decoding_process(data: st.DataObject) -> None:
    header = decoding_wire.AnswerHeader(
        job_id=data.draw(st.integers(0, 9)),
        is_last=True,
        facts=data.draw(st.dictionaries(st.text(max_size=5), st.integers(-5, 5) | st.text(max_size=5), max_size=3)),
        pictures=[data.draw(st.builds(decoding_wire.PictureHeader, *[st.integers(-2, 9)] * 4))] * data.draw(st.integers(0, 2)),
        data_bytes=data.draw(st.sampled_from([0, 3, -1, 2**31, 2**62])),
    )
    head = msgspec.msgpack.encode(header)
    frame = len(head).to_bytes(4, "big") + head + data.draw(st.binary(max_size=600))
    for receive in (decoding_wire.receive_answer, decoding_wire.receive_job):
        with suppress(EOFError, decoding_wire.WireError):
            receive(_Tape(data.draw(st.sampled_from([frame, _mutated(data, frame)]))))


# --- what lies on the disk, and what is written there ------------------------------------------------------------------------


def sidecars(data: st.DataObject) -> None:
    good = Sidecar("a", '"etag"', 10, 5, "0" * 64)
    with_changes = json.loads(good.encode()) | data.draw(
        st.dictionaries(
            st.sampled_from(["form", "attachment_id", "etag", "total_bytes", "synced_bytes", "sha256", "more"]), JSON, max_size=2
        )
    )
    whole = json.dumps(with_changes).encode()
    found = Sidecar.decode(data.draw(st.sampled_from([good.encode(), whole, _mutated(data, whole)])))
    if found is not None:
        assert 0 < found.synced_bytes <= found.total_bytes
        assert Sidecar.decode(found.encode()) == found


def redaction(data: st.DataObject) -> None:
    token = f"eyJ{CANARY}.eyJ{CANARY}.{CANARY}"
    secrets = [
        f"tt_{data.draw(st.sampled_from(['admin', 'ro', 'agent', 'live']))}_{CANARY}",
        f"Bearer {CANARY}",
        f"Authorization: Basic {CANARY}",
        f"'authorization': 'Bearer {CANARY}'",
        f"b'Authorization', b'Bearer {CANARY}'",
        f"https://files.example.com/object/sign/a?{data.draw(st.sampled_from(['token', 'sig', 'X-Amz-Signature']))}={CANARY}",
        f"https://user:{CANARY}@files.example.com/x",
        f"/object/sign/a?token={CANARY}",
        f'"tracking_token": "{CANARY}"',
        f"tracking_token={CANARY}",
        token,
    ]
    # What stands around it must not be part of a word, for then nobody could tell where the secret begins.
    around = st.text(st.characters(exclude_categories=["L", "N", "M", "Pc", "Cs"]), max_size=8)
    text = data.draw(around) + " " + data.draw(st.sampled_from(secrets)) + " " + data.draw(around)
    assert CANARY not in redact(text)
    assert redact(redact(text)) == redact(text)


TARGETS: tuple[Target, ...] = (
    wire_decoding,
    multipart_building,
    content_range_parsing,
    refusals_of_the_storage,
    signed_url_targets,
    addresses_and_keys,
    names_for_the_disk,
    names_for_the_eye,
    sniffing_and_judging,
    stripping_pictures,
    stripping_films,
    secret_scanning,
    html_cleaning,
    archives_and_pages_in_the_decoding_process,
    hand_over_messages,
    links,
    answers_of_the_decoding_process,
    sidecars,
    redaction,
)
