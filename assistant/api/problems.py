"""Errors as problem details (RFC 9457): one shape, whatever went wrong and wherever."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class InvalidPart(BaseModel):
    """One part of a request that cannot be used; what was sent is not repeated."""

    model_config = ConfigDict(frozen=True)

    where: str
    detail: str


class Problem(BaseModel):
    """Why a request was not answered, as RFC 9457 writes it. `code` is for programs, `detail` for people."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    code: str = Field(examples=["no_such_item"])
    detail: str = Field(examples=["sifangtai has no item 30; its items run from 1 to 22"])
    instance: str | None = Field(
        default=None, description="The request's id, which stands in the server's log as well."
    )
    errors: tuple[InvalidPart, ...] | None = Field(
        default=None, description="Each part of the request that cannot be used."
    )


class SettingError(ValueError):
    """Settings that cannot be used; the message names them and says what to do."""


class Fault(Exception):
    """A request that cannot be answered; `code` is one word for programs, `detail` says what is possible."""

    def __init__(
        self, status: HTTPStatus, code: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers


def problem(status: int, code: str, detail: str, scope: Mapping[str, Any], **more: Any) -> Problem:
    """The problem of one request."""
    request_id = scope.get("state", {}).get("request_id")
    instance = f"urn:uuid:{request_id}" if request_id else None
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, code=code, detail=detail, instance=instance, **more)


def response(found: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem as it is sent."""
    return JSONResponse(
        found.model_dump(mode="json", exclude_none=True), found.status, headers, media_type=MEDIA_TYPE
    )


def fault_response(fault: Fault, scope: Mapping[str, Any]) -> JSONResponse:
    """The answer to a request that a fault ended."""
    return response(problem(fault.status, fault.code, fault.detail, scope), fault.headers)


def install(app: FastAPI) -> None:
    """Make every error of the app a problem."""

    async def of_fault(request: Request, fault: Exception) -> JSONResponse:
        assert isinstance(fault, Fault)
        return fault_response(fault, request.scope)

    async def of_request(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        parts = tuple(
            InvalidPart(where=".".join(map(str, one["loc"])), detail=one["msg"]) for one in error.errors()
        )
        detail = "The request is not as the API's description (/openapi.json) has it."
        return response(problem(422, "invalid_request", detail, request.scope, errors=parts))

    async def of_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = HTTPStatus(error.status_code).name.lower()
        return response(problem(error.status_code, code, str(error.detail), request.scope), error.headers)

    app.add_exception_handler(Fault, of_fault)
    app.add_exception_handler(RequestValidationError, of_request)
    app.add_exception_handler(HTTPException, of_http)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for its OpenAPI description; `describe` adds their shape."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
