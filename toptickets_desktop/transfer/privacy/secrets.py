"""What looks like a secret in a text or a name: keys, private keys, card numbers, bank accounts. Nothing leaves this computer.

Only what can be told with some certainty is looked for: keys with the well-known beginnings of their issuers, numbers with a right
check digit in a range that is issued. What is found is never kept: a masked excerpt is.
"""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import BinaryIO

SCAN_BYTES_MAX = 32 * 1024 * 1024  # more than the service takes
SCAN_TIMEOUT_S = 10.0  # of text that is all digits, which no real file is
FINDINGS_MAX = 50

_BLOCK_BYTES = 256 * 1024
_OVERLAP_BYTES = 4096  # of lines without an end: longer than anything that is looked for


class SecretKind(StrEnum):
    """What it looks like."""

    TOPTICKETS_KEY = "toptickets"
    AWS_KEY = "aws"
    GITHUB = "github"
    GITLAB = "gitlab"
    SLACK = "slack"
    STRIPE_KEY = "stripe"
    GOOGLE_KEY = "google"
    PRIVATE_KEY = "private_key"
    CARD_NUMBER = "card"
    BANK_ACCOUNT = "iban"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a secret seems to stand.

    Attributes:
        line: counted from 1; 0 in a file's name.
        excerpt: enough to find it again, not enough to use it.
    """

    kind: SecretKind
    line: int
    excerpt: str


@dataclass(slots=True)
class ScanResult:
    """What was found, the first `FINDINGS_MAX` of it.

    Attributes:
        total: how many there are.
        is_whole: whether all of the text was looked at.
    """

    findings: list[Finding] = field(default_factory=list)
    total: int = 0
    is_whole: bool = True


_KEYS = {
    SecretKind.TOPTICKETS_KEY: rb"tt_(?:admin|agent|live|ro)_[A-Za-z0-9_-]{16,200}",
    SecretKind.AWS_KEY: rb"(?:AKIA|ASIA)[0-9A-Z]{16}",
    SecretKind.GITHUB: rb"gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,200}",
    SecretKind.GITLAB: rb"glpat-[A-Za-z0-9_-]{20,100}",
    SecretKind.SLACK: rb"xox[abeprs]-[A-Za-z0-9-]{20,200}|xapp-[A-Za-z0-9-]{30,200}",
    SecretKind.STRIPE_KEY: rb"(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{16,200}|whsec_[0-9A-Za-z]{24,100}",
    SecretKind.GOOGLE_KEY: rb"AIza[0-9A-Za-z_-]{35}",
    # With its beginning alone, it is somebody's documentation; so a line of the key itself has to follow (RFC 7468, PuTTY, OpenPGP).
    SecretKind.PRIVATE_KEY: (
        rb"-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
        rb"(?:\s|\\r|\\n|[A-Za-z-]{3,20}: [^\r\n]{0,200}){1,12}[A-Za-z0-9+/=]{40}"
        rb"|PuTTY-User-Key-File-[23]: [^\r\n]{1,60}"
    ),
    SecretKind.CARD_NUMBER: rb"[2-6]\d(?:[ -]?\d){11,17}",
    SecretKind.BANK_ACCOUNT: rb"[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)",
}


@cache
def _any() -> re.Pattern[bytes]:
    """Any of them; made when the first file is looked at, since it takes as long as a tenth of the program's start."""
    return re.compile(b"|".join(rb"(?P<%s>%s)" % (kind.value.encode(), pattern) for kind, pattern in _KEYS.items()))


# A secret stands alone: a longer word or number around it means something else.
_WORD_BYTES = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
_END_OF_WORD = re.compile(rb"[0-9A-Za-z_]*")
_NUMBER_BYTES = _WORD_BYTES | frozenset(b".-+/#")

# ISO 13616, the IBAN registry: length by country.
_IBAN_LENGTHS = {
    code: int(length)
    for length, codes in {
        "15": "NO", "16": "BE", "18": "DK FI FO GL NL SD", "19": "MK SI", "20": "AT BA EE KZ LT LU MN XK", "21": "CH CR HR LI LV",
        "22": "BG BH DE GB GE IE ME RS", "23": "AE GI IL IQ OM SO TL", "24": "AD CZ ES MD PK RO SA SE SK TN VG", "25": "LY PT ST",
        "26": "IS TR", "27": "BI DJ FR GR IT MC MR SM", "28": "AL AZ BY CY DO GT HU LB NI PL SV", "29": "BR EG PS QA UA",
        "30": "JO KW MU YE", "31": "MT SC", "32": "LC", "33": "RU",
    }.items()
    for code in codes.split()
}  # fmt: skip
_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (6, 13), (4, 4, 4, 1)})


def scan_text(stream: BinaryIO) -> ScanResult:
    """Look through a text from where it stands, block by block, however long its lines are."""
    result = ScanResult()
    deadline_s = time.monotonic() + SCAN_TIMEOUT_S
    line, scanned_bytes = 1, 0
    kept = b" "  # its first byte is looked at only as what stands before a secret
    for block in _decoded(stream):
        scanned_bytes += len(block)
        text = kept + block
        # What reaches into the next block (a private key spans lines) is found with it, in the next round.
        rest = len(text) if not block else max(1, len(text) - _OVERLAP_BYTES)
        position = 1
        for kind, start, end in _found(text):
            if start >= rest:
                break
            line += text.count(b"\n", position, start)
            position = start
            rest = max(rest, end)
            _note(result, kind, line, text[start:end])
        line += text.count(b"\n", position, rest)
        kept = text[rest - 1 :]
        if scanned_bytes > SCAN_BYTES_MAX or time.monotonic() > deadline_s:
            result.is_whole = False
            break
    return result


def scan_name(name: str) -> list[Finding]:
    """What a file's name gives away."""
    whole = b" " + name.encode(errors="replace")
    in_words = whole.replace(b"_", b" ")  # words in names are often joined so
    found = {(kind, _masked(kind, text[start:end])) for text in (whole, in_words) for kind, start, end in _found(text)}
    return [Finding(kind, 0, excerpt) for kind, excerpt in sorted(found)]


def _note(result: ScanResult, kind: SecretKind, line: int, secret: bytes) -> None:
    result.total += 1
    if len(result.findings) < FINDINGS_MAX:
        result.findings.append(Finding(kind, line, _masked(kind, secret)))


def _decoded(stream: BinaryIO) -> Iterator[bytes]:
    """Blocks in an encoding in which ASCII is itself, then an empty one."""
    block = stream.read(_BLOCK_BYTES)
    encoding = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(block[:2])
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace") if encoding else None
    while block:
        text = decoder.decode(block).encode("ascii", "replace") if decoder else block
        if text:
            yield text
        block = stream.read(_BLOCK_BYTES)
    yield b""


def _found(text: bytes) -> Iterator[tuple[SecretKind, int, int]]:
    """Kind, start and end of each secret after the first byte."""
    at = 1
    while (match := _any().search(text, at)) is not None:
        kind = SecretKind(match.lastgroup or "")
        start, end = match.span()
        length = _length_of_secret(kind, match[0])
        end = start + length
        if length and _stands_alone(kind, text, start, end):
            yield kind, start, end
            at = end
        else:
            at = _END_OF_WORD.match(text, start + 1).end()  # type: ignore[union-attr]  # it matches anything


def _stands_alone(kind: SecretKind, text: bytes, start: int, end: int) -> bool:
    around = _NUMBER_BYTES if kind is SecretKind.CARD_NUMBER else _WORD_BYTES
    if kind is SecretKind.PRIVATE_KEY:
        return True
    before = text[start - 1]
    after = text[end] if end < len(text) else 0
    if before in around:
        return False
    if kind is SecretKind.CARD_NUMBER and after in b".,-":  # the end of a sentence, or does the number go on?
        return not text[end + 1 : end + 2].isdigit()
    return after not in _WORD_BYTES


def _length_of_secret(kind: SecretKind, text: bytes) -> int:
    """How much of the text is one; 0 when none of it is."""
    if kind is SecretKind.CARD_NUMBER:
        return len(text) if _is_card(text.decode()) else 0
    if kind is SecretKind.BANK_ACCOUNT:
        return _iban_length(text.decode())
    if kind is SecretKind.AWS_KEY and text.endswith(b"EXAMPLE"):
        return 0  # the one in everybody's documentation
    if kind not in {SecretKind.PRIVATE_KEY, SecretKind.AWS_KEY} and len(set(text.rpartition(b"_")[2])) < 6:
        return 0  # xxxxxxxx: a place holder
    return len(text)


def _is_card(text: str) -> bool:
    groups = re.split("[ -]", text)
    if len(groups) > 1 and (tuple(map(len, groups)) not in _CARD_GROUPS or len(set(text) & {" ", "-"}) != 1):
        return False
    digits = "".join(groups)
    return _is_issued(digits) and _is_luhn(digits) and len(set(digits)) > 1


def _is_issued(digits: str) -> bool:
    """Whether an issuer has numbers of this beginning and length (ISO/IEC 7812, as the card networks publish theirs)."""
    length, two, three, four = len(digits), int(digits[:2]), int(digits[:3]), int(digits[:4])
    match digits[0]:
        case "4":
            return length in {13, 16, 19}
        case "5":
            return length == 16 and 51 <= two <= 55
        case "2":
            return length == 16 and 2221 <= four <= 2720
        case "3" if two in {34, 37}:
            return length == 15
        case "3" if two in {36, 38, 39} or 300 <= three <= 305:
            return length == 14
        case "3":
            return length == 16 and 3528 <= four <= 3589
        case "6":
            return (length == 16 and (four == 6011 or two == 65 or 644 <= three <= 649)) or (16 <= length <= 19 and two == 62)
        case _:
            return False


def _is_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def _iban_length(text: str) -> int:
    """ISO 13616: the country's length, and remainder 1 when divided by 97."""
    wanted = _IBAN_LENGTHS.get(text[:2], 0)
    groups = text.find(" ") == 4
    used = wanted + (wanted - 1) // 4 if groups else wanted
    compact = text[:used].replace(" ", "")
    if not wanted or len(compact) != wanted:
        return 0
    number = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return used if int(number) % 97 == 1 else 0


def _masked(kind: SecretKind, secret: bytes) -> str:
    text = secret.decode("ascii", "replace")
    if kind is SecretKind.PRIVATE_KEY:
        return text.split("\n")[0].split("\\n")[0].strip()[:60]
    if kind in {SecretKind.CARD_NUMBER, SecretKind.BANK_ACCOUNT}:
        return f"{text[:4]} •••• {text[-2:]}" if kind is SecretKind.BANK_ACCOUNT else f"•••• {''.join(filter(str.isdigit, text))[-4:]}"
    head = re.match(r"[A-Za-z]+(?:_[a-z]+)?[_-]|[A-Z]{4}|AIza", text)
    return f"{head[0] if head else text[:4]}••••"
