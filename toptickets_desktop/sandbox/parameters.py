"""Reading query and path parameters strictly; what does not fit becomes a 422 in FastAPI's shape.

The messages are pydantic's (its page "Validation Errors"), as a service built on FastAPI would say them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from starlette.requests import Request

from toptickets_desktop.sandbox.failures import FieldError, invalid

_INTEGER = re.compile(r"[+-]?[0-9]{1,400}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}
# SQLite's integers end at 2**63 - 1; no list is that long, so a larger offset means the same.
_INTEGER_MAX = 2**62


class Parameters:
    """Reads one request's parameters and gathers every error before it complains."""

    def __init__(self, request: Request) -> None:
        self._query = request.query_params
        self._path: Mapping[str, str] = request.path_params
        self._errors: list[FieldError] = []

    def check(self) -> None:
        """Complain about everything that did not fit.

        Raises:
            ApiFailure: 422.
        """
        if self._errors:
            raise invalid(*self._errors)

    def path_uuid(self, name: str) -> str:
        text = self._path[name]
        if not _UUID.fullmatch(text):
            self._refuse("path", name, "Input should be a valid UUID", "uuid_parsing")
        return text.lower()

    def text(self, name: str) -> str | None:
        return self._single(name)

    def uuid(self, name: str) -> str | None:
        text = self._single(name)
        if text is not None and not _UUID.fullmatch(text):
            self._refuse("query", name, "Input should be a valid UUID", "uuid_parsing")
        return None if text is None else text.lower()

    def boolean(self, name: str) -> bool | None:
        text = self._single(name)
        if text is not None and text.lower() not in _BOOLEANS:
            self._refuse("query", name, "Input should be a valid boolean, unable to interpret input", "bool_parsing")
        return None if text is None else _BOOLEANS.get(text.lower())

    def choice(self, name: str, choices: type[StrEnum]) -> str | None:
        text = self._single(name)
        if text is not None and text not in set(choices):
            self._refuse("query", name, f"Input should be {_listed(choices)}", "enum")
        return text

    def integer(self, name: str, *, default: int, minimum: int, maximum: int | None = None) -> int:
        text = self._single(name)
        if text is None:
            return default
        if not _INTEGER.fullmatch(text):
            self._refuse("query", name, "Input should be a valid integer, unable to parse string as an integer", "int_parsing")
            return default
        value = int(text)
        if value < minimum:
            self._refuse("query", name, f"Input should be greater than or equal to {minimum}", "greater_than_equal")
        if maximum is not None and value > maximum:
            self._refuse("query", name, f"Input should be less than or equal to {maximum}", "less_than_equal")
        return min(value, _INTEGER_MAX)

    def _single(self, name: str) -> str | None:
        values = self._query.getlist(name)
        if len(values) > 1:
            self._refuse("query", name, "Input should be given once", "multiple_values")
        return values[-1] if values else None

    def _refuse(self, place: str, name: str, message: str, kind: str) -> None:
        self._errors.append({"loc": [place, name], "msg": message, "type": kind})


def _listed(choices: Iterable[str]) -> str:
    *first, last = (f"'{choice}'" for choice in choices)
    return f"{', '.join(first)} or {last}"
