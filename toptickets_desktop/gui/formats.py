"""Sizes, speeds and times as people read them, in the user's language and zone. Made from plain values only."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from toptickets_desktop.domain.visible_names import visible_name

__all__ = [
    "clock_text",
    "duration_text",
    "full_size_text",
    "full_when_text",
    "number_text",
    "size_text",
    "size_text_in",
    "speed_text",
    "time_left_text",
    "visible_name",
    "when_text",
]

UNKNOWN = "–"

_STEP = 1024
_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S
_DAY_S = 24 * _HOUR_S
_RELATIVE_UP_TO_S = 6 * _HOUR_S
_CLOCK_SKEW_S = 2 * _MINUTE_S  # the service's clock may be ahead of ours
_INT32_MAX = 2**31 - 1
_INT64_MAX = 2**63 - 1

translate = QCoreApplication.translate


def number_text(number: int) -> str:
    """A whole number with the separators of the user's language: 1,234."""
    return _locale().toString(_bounded(number))


def size_text(size_bytes: int | None) -> str:
    """A size in short: 999 bytes, 1.2 MB; a dash when it is unknown.

    An MB is 1024 × 1024 bytes, because the service counts its limit of 30 MB so: two ways of counting would contradict each other.
    """
    if size_bytes is None:
        return UNKNOWN
    size_bytes = _bounded(size_bytes)
    if size_bytes < _STEP:
        return _bytes_text(size_bytes)
    power = int(math.log2(size_bytes) // 10)
    if round(size_bytes / _STEP**power, 1) >= _STEP:  # QLocale would say 1024.0 kB for one byte less than an MB
        size_bytes = _STEP ** (power + 1)
    return _locale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def size_text_in(size_bytes: float, power: int) -> str:
    """A size in the unit that the caller chose: 0.9 MB for power 2, where `size_text` would say 922 kB."""
    if power < 1:
        return _bytes_text(_bounded(round(size_bytes)))
    one = _locale().formattedDataSize(_STEP**power, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    return one.replace(_locale().toString(1), _locale().toString(size_bytes / _STEP**power, "f", 1), 1)


def full_size_text(size_bytes: int | None) -> str:
    """A size to the byte, for tooltips: 1.2 MB (1,258,291 bytes); empty when it is unknown."""
    if size_bytes is None:
        return ""
    exact = _bytes_text(_bounded(size_bytes))
    short = size_text(size_bytes)
    return exact if short == exact else f"{short} ({exact})"


def speed_text(bytes_per_s: float | None) -> str:
    """A speed: 1.2 MB/s; empty when there is none."""
    if bytes_per_s is None or not math.isfinite(bytes_per_s) or bytes_per_s < 0:
        return ""
    return translate("Formats", "{size}/s").format(size=size_text(round(bytes_per_s)))


def duration_text(duration_s: float | None) -> str:
    """A duration in its two largest units: 8 s, 1 min 20 s, 2 h 5 min, 3 d 4 h; empty when it is unknown."""
    if duration_s is None or not math.isfinite(duration_s) or duration_s < 0:
        return ""
    seconds = _bounded(math.ceil(duration_s))
    if seconds < _MINUTE_S:
        return translate("Formats", "{seconds} s").format(seconds=seconds)
    if seconds < _HOUR_S:
        return translate("Formats", "{minutes} min {seconds} s").format(minutes=seconds // _MINUTE_S, seconds=seconds % _MINUTE_S)
    if seconds < _DAY_S:
        return translate("Formats", "{hours} h {minutes} min").format(hours=seconds // _HOUR_S, minutes=seconds % _HOUR_S // _MINUTE_S)
    return translate("Formats", "{days} d {hours} h").format(days=number_text(seconds // _DAY_S), hours=seconds % _DAY_S // _HOUR_S)


def time_left_text(seconds_left: float | None) -> str:
    """How long something still takes: 8 s left; empty when it is unknown."""
    duration = duration_text(seconds_left)
    return translate("Formats", "{duration} left").format(duration=duration) if duration else ""


def when_text(moment: datetime | None, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A moment near to now as people say it (5 min ago, 2 h ago, today, yesterday), any other as a date; a dash for None.

    Args:
        moment: a moment; without a zone it is taken as UTC, as the service means it.
        now: the present; the clock's when not given.
        zone: the user's zone; the system's when not given.
    """
    if moment is None:
        return UNKNOWN
    local_now = _local(now or datetime.now(UTC), zone)
    local = _local(moment, zone)
    age_s = (local_now - local).total_seconds()
    if -_CLOCK_SKEW_S <= age_s < _MINUTE_S:
        return translate("Formats", "just now")
    if 0 < age_s < _HOUR_S:
        return translate("Formats", "{minutes} min ago").format(minutes=int(age_s // _MINUTE_S))
    if 0 < age_s < _RELATIVE_UP_TO_S:
        return translate("Formats", "{hours} h ago").format(hours=int(age_s // _HOUR_S))
    locale = _locale()
    time = _time_text(locale, local)
    if local.date() == local_now.date():
        return translate("Formats", "today, {time}").format(time=time)
    if local.date() == (local_now - timedelta(days=1)).date():
        return translate("Formats", "yesterday, {time}").format(time=time)
    return locale.toString(_date(local), QLocale.FormatType.ShortFormat)


def full_when_text(moment: datetime | None, *, zone: tzinfo | None = None) -> str:
    """A moment with date, time and zone, for tooltips; empty for None."""
    if moment is None:
        return ""
    local = _local(moment, zone)
    locale = _locale()
    return translate("Formats", "{date}, {time} ({zone})").format(
        date=locale.toString(_date(local), QLocale.FormatType.LongFormat), time=_time_text(locale, local), zone=local.tzname()
    )


def clock_text(moment: datetime, *, zone: tzinfo | None = None) -> str:
    """The time of day of a moment in the user's zone: 14:02."""
    return _time_text(_locale(), _local(moment, zone))


def _time_text(locale: QLocale, moment: datetime) -> str:
    return locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def _bytes_text(size_bytes: int) -> str:
    # The singular has a text of its own because Qt cannot choose between two without a translation loaded.
    if size_bytes == 1:
        return translate("Formats", "1 byte")
    return translate("Formats", "{count} bytes", "", min(size_bytes, _INT32_MAX)).format(count=number_text(size_bytes))


def _bounded(number: int) -> int:
    return max(0, min(number, _INT64_MAX))


def _date(moment: datetime) -> QDate:
    return QDate(moment.year, moment.month, moment.day)


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(zone)
    except (OverflowError, ValueError, OSError):  # the first and last days of the calendar, and what a system's C library cannot
        return aware


def _locale() -> QLocale:
    locale = QLocale()
    locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
    return locale
