"""The API's documented errors, as exceptions that carry their answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from starlette.responses import JSONResponse

from toptickets_desktop.domain.access import Scope


class FieldError(TypedDict):
    """One entry of a 422, in FastAPI's shape."""

    loc: list[str | int]
    msg: str
    type: str


class ApiFailure(Exception):
    """An answer other than the one that was hoped for."""

    def __init__(self, status: int, detail: str | list[FieldError], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    def to_response(self) -> JSONResponse:
        return JSONResponse({"detail": self.detail}, status_code=self.status, headers=self.headers)


def unauthorized() -> ApiFailure:
    return ApiFailure(401, "Invalid API key", {"WWW-Authenticate": "Bearer"})


def forbidden(scope: Scope) -> ApiFailure:
    return ApiFailure(403, f"Insufficient permissions. Required scope: {scope.value}")


def not_found(what: str) -> ApiFailure:
    return ApiFailure(404, f"{what} not found")


def rate_limited(retry_after_s: int) -> ApiFailure:
    return ApiFailure(429, f"Rate limit exceeded. Try again in {retry_after_s} seconds.", {"Retry-After": str(retry_after_s)})


def invalid(*errors: FieldError) -> ApiFailure:
    return ApiFailure(422, list(errors))


def missing_file() -> ApiFailure:
    return invalid({"loc": ["body", "file"], "msg": "Field required", "type": "missing"})
