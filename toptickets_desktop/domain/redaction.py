"""Taking secrets out of text that may be written down or shown: keys, signed URLs, tracking tokens."""

from __future__ import annotations

import re

REDACTED = "[redacted]"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\btt_(admin|ro|agent|live)_[A-Za-z0-9_\-]+"), rf"tt_\1_{REDACTED}"),
    (re.compile(r"(?i)(bearer\s+)[^\s'\",;]+"), rf"\1{REDACTED}"),
    (re.compile(r"(?i)((?:authorization|proxy-authorization)['\"]?\s*[:=]\s*b?['\"]?)(?!bearer)[^'\"\r\n,}]+"), rf"\1{REDACTED}"),
    # A query may hold a token under any name (token, X-Amz-Signature, sig); so no query of any URL is kept.
    (re.compile(r"(?i)(\bhttps?://[^\s?#'\"<>]*)\?[^\s'\"<>]*"), rf"\1?{REDACTED}"),
    (re.compile(r"(?i)(https?://)[^/\s@'\"<>]+@"), rf"\1{REDACTED}@"),
    # Without its = or :, so that a search for "token=" in what was written finds nothing but a leak.
    (re.compile(r"(?i)\b((?:tracking_)?token)['\"]?\s*[=:]\s*['\"]?[^\s'\"&,;}]+"), rf"\1 {REDACTED}"),
    # A JWT on its own (RFC 7519: three base64url parts, the first of which begins with {").
    (re.compile(r"\beyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*"), REDACTED),
)


def redact(text: str) -> str:
    """Return `text` with everything that looks like a secret replaced."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
