# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The API itself, version 1, and its description."""

import re
from typing import Any

from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from hotline.api.problems import MEDIA_TYPE, Problem, answering, no_such_address, tell_problems
from hotline.api.resources import articles, calls, figures, lines

DESCRIPTION = """\
What an authority's own systems may read: its own calls and inquiries one by one, the line's figures as
totals, and what everybody on the line may know. Times are ISO 8601 with their zone; days are Danish days.
Errors are problem details (RFC 9457). A token opens what its scopes say, and is sent as
`Authorization: Bearer …`."""

REFUSALS = {
    401: "No token, or one that opens nothing",
    403: "The token does not open this",
    404: "There is no such thing, or the token does not cover it",
    422: "The question cannot be understood",
    429: "Asked too often; `Retry-After` says how many seconds to wait",
    503: "The exchange does not answer",
}


PREFIX = "api/v1"


class DescribedAPI(NinjaAPI):
    """Says of every operation how it refuses."""

    def get_openapi_schema(
        self,
        *,
        path_prefix: str | None = None,
        path_params: dict[str, Any] | None = None,  # noqa: ARG002 - ninja's signature
    ) -> Any:
        schema = super().get_openapi_schema(path_prefix=PREFIX if path_prefix is None else path_prefix)
        schema["components"]["schemas"] |= _problem_schemas()
        reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, says in REFUSALS.items():
                    content = {MEDIA_TYPE: reference}
                    operation["responses"][status] = {"description": says, "content": content}
        return schema


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**schema.pop("$defs"), "Problem": schema}


api = DescribedAPI(
    title="Hotline",
    version="1",
    description=DESCRIPTION,
    urls_namespace="v1",
    docs_url=None,
    openapi_url="/openapi.json",
)
for room in (lines, calls, figures, articles):
    api.add_router("", room.router)
tell_problems(api)


def addresses() -> list[URLPattern]:
    """Those of the API, and a problem for every other below it."""
    asked = _parameters()
    answered = [
        URLPattern(
            one.pattern,
            answering(one.callback, asked.get(_path(one), frozenset())),
            one.default_args,
            one.name,
        )
        for one in api.urls[0]
        if isinstance(one, URLPattern) and one.name != "api-root"
    ]
    return [*answered, re_path(r"^(?P<rest>.+)$", no_such_address, name="no-such-address")]


def _parameters() -> dict[str, frozenset[str]]:
    """What each address can be asked with."""
    return {
        path: frozenset(one["name"] for one in operations["get"]["parameters"] if one["in"] == "query")
        for path, operations in api.get_openapi_schema(path_prefix="").get("paths", {}).items()
    }


def _path(pattern: URLPattern) -> str:
    """As the description writes it: `/lines/{line}`."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
