"""Secrets in text are found wherever they stand, and nothing else is."""

from __future__ import annotations

import io
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.transfer.privacy import secrets
from toptickets_desktop.transfer.privacy.secrets import FINDINGS_MAX, Finding, SecretKind, scan_name, scan_text

# Put together here, so that no scanner takes this file for a leak.
LETTERS = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5"
KEYS = {
    SecretKind.TOPTICKETS_KEY: f"tt_{'agent'}_{LETTERS}",
    SecretKind.AWS_KEY: f"AKIA{LETTERS.upper()[:16]}",
    SecretKind.GITHUB: f"ghp{'_'}{LETTERS}",
    SecretKind.GITLAB: f"glpat{'-'}{LETTERS[:20]}",
    SecretKind.SLACK: f"xoxb{'-'}123456789012-{LETTERS[:24]}",
    SecretKind.STRIPE_KEY: f"sk{'_live_'}{LETTERS[:24]}",
    SecretKind.GOOGLE_KEY: f"AIza{LETTERS[:35]}",
    SecretKind.PRIVATE_KEY: f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{LETTERS}{LETTERS}\n",
    SecretKind.CARD_NUMBER: "4111 1111 1111 1111",
    SecretKind.BANK_ACCOUNT: "DE89 3704 0044 0532 0130 00",
}
CARDS = [
    "4111111111111111",
    "5500-0000-0000-0004",
    "3400 000000 00009",
    "6011000000000004",
    "2223000048400011",
    "30000000000004",
    "3530111333300000",
]
IBANS = [
    "DE89370400440532013000",
    "GB82WEST12345698765432",
    "FR1420041010050500013M02606",
    "NO93 8601 1117 947",
    "CH93 0076 2011 6238 5295 7",
]


def scan(text: str | bytes) -> list[Finding]:
    return scan_text(io.BytesIO(text.encode() if isinstance(text, str) else text)).findings


@pytest.mark.parametrize("kind", list(SecretKind))
def test_each_kind_is_found_with_its_line_and_masked(kind: SecretKind) -> None:
    secret = KEYS[kind]
    for before, after in (("", ""), ("key: ", "."), ('"', '",'), ("=", "\n"), ("(", ")")):
        (finding,) = scan(f"first line\nsecond\n{before}{secret}{after}")
        assert (finding.kind, finding.line) == (kind, 3)
        assert secret not in finding.excerpt
        assert LETTERS[5:12] not in finding.excerpt


@pytest.mark.parametrize("number", CARDS)
def test_cards_of_all_issuers(number: str) -> None:
    (finding,) = scan(f"paid with {number} today")
    assert finding.kind is SecretKind.CARD_NUMBER
    assert finding.excerpt == f"•••• {number[-4:].replace(' ', '')}"


@pytest.mark.parametrize("account", IBANS)
def test_accounts_of_several_countries(account: str) -> None:
    assert [finding.kind for finding in scan(f"IBAN {account} AND MORE")] == [SecretKind.BANK_ACCOUNT]


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # a wrong check digit
        "order 94111111111111111",
        "0.4111111111111111",
        "1700000000000000 ms",
        "id=41111111-1111-1111-1111-111111111111",
        "4111 11 11 1111 1111 11",  # no card is grouped so
        "DE88370400440532013000",
        "XX89370400440532013000",
        f"AKIAIOSFODNN7{'EXAMPLE'}",
        "ghp" + "_" + "x" * 36,
        f"-----BEGIN {'PRIVATE'} KEY-----\n(your key here)",
        f"pre{KEYS[SecretKind.AWS_KEY]}",
        "0000000000000000",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert scan(text) == []


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(list(SecretKind)),
    st.integers(0, 3 * 256 * 1024),
    st.sampled_from(["\n", "word ", "1234 ", "line of a log\n"]),
)
def test_the_place_in_the_stream_does_not_matter(kind: SecretKind, length: int, filler: str) -> None:
    """Around the ends of blocks too, each is found once and on its own line."""
    before = (filler * (length // len(filler) + 1))[:length] + "\n"
    findings = scan(before + KEYS[kind] + "\nend\n" + filler * 2000)
    assert [(finding.kind, finding.line) for finding in findings] == [(kind, before.count("\n") + 1)]


@given(st.binary(max_size=2000))
def test_any_bytes_can_be_scanned(data: bytes) -> None:
    scan(data)
    scan_name(data.decode(errors="surrogateescape"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings_in_which_logs_come(encoding: str) -> None:
    text = "Überweisung\n" * 30_000 + KEYS[SecretKind.BANK_ACCOUNT]
    (finding,) = scan(text.encode(encoding))
    assert finding.line == 30_001


def test_many_are_counted_and_few_are_kept() -> None:
    result = scan_text(io.BytesIO(f"{KEYS[SecretKind.AWS_KEY]}\n".encode() * 500))
    assert (result.total, len(result.findings), result.is_whole) == (500, FINDINGS_MAX, True)
    assert [finding.line for finding in result.findings] == list(range(1, FINDINGS_MAX + 1))


def test_a_text_without_end_is_not_looked_at_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "SCAN_BYTES_MAX", 1_000_000)
    assert not scan_text(io.BytesIO(b"4111 " * 400_000)).is_whole


def test_names_are_looked_at_too() -> None:
    assert [finding.kind for finding in scan_name("card_4111111111111111_front.png")] == [SecretKind.CARD_NUMBER]
    assert [finding.kind for finding in scan_name(f"{KEYS[SecretKind.TOPTICKETS_KEY]}.png")] == [SecretKind.TOPTICKETS_KEY]
    assert scan_name("IMG_20261124_140231.jpg") == []
    assert scan_name("Screenshot from 2026-11-24 14-02-31.png") == []


def clean_corpus() -> list[Path]:
    """Sources and documents of the standard library, and the samples: text in which there is no secret."""
    roots = (Path(sysconfig.get_paths()["stdlib"]), samples_folder())
    endings = {".py", ".txt", ".md", ".rst", ".log", ".csv", ".json", ".html", ".xml"}
    return [
        path
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.suffix in endings and path.is_file() and not {"site-packages", "dist-packages"} & {*path.parts}
    ]


def false_alarms(paths: list[Path]) -> list[tuple[str, Finding]]:
    found: list[tuple[str, Finding]] = []
    for path in paths:
        with path.open("rb") as stream:
            found += [(path.name, finding) for finding in (*scan_text(stream).findings, *scan_name(path.name))]
    return found


def test_no_false_alarm_in_a_sample_of_the_clean_corpus() -> None:
    corpus = clean_corpus()
    assert len(corpus) > 100
    assert false_alarms(corpus[:: max(1, len(corpus) // 150)]) == []


@pytest.mark.soak
def test_no_false_alarm_in_the_whole_clean_corpus() -> None:
    corpus = clean_corpus()
    alarms = false_alarms(corpus)
    print(f"{len(alarms)} false alarms in {len(corpus)} files, {sum(path.stat().st_size for path in corpus):,} bytes")
    assert alarms == []
