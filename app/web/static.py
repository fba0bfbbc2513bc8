"""Static files: style and script of ours, under addresses that change with what they hold."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from fastapi import Request
from starlette.responses import Response

from app.api.asking import pairs
from app.errors import NotFound
from app.queries.query import Query
from app.web.headers import headers

FOLDER = Path(__file__).parent / "static"
YEAR = 365 * 86400
FOREVER = f"public, max-age={YEAR}, immutable"


@cache
def files() -> dict[str, bytes]:
    """Every static file by its hashed name: `site.0f3a9c1b2d4e.css`."""
    return {
        f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}": path.read_bytes()
        for path in sorted(FOLDER.iterdir())
        if path.is_file()
    }


@cache
def static(name: str) -> str:
    """The address of a static file: `static("site.css")`."""
    stem, _, ending = name.rpartition(".")
    (hashed,) = (
        each for each in files() if each.startswith(f"{stem}.") and each.endswith(f".{ending}")
    )
    return f"/static/{hashed}"


async def get_static(request: Request) -> Response:
    """A static file; it never changes, for its name has its hash."""
    Query.read(pairs(request))
    name = request.path_params["name"]
    content = files().get(name)
    if content is None:
        raise NotFound("There is no such file.")
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    told = {"Cache-Control": FOREVER, "ETag": f'W/"{name.split(".")[-2]}"', **headers()}
    return Response(content, media_type=media_type, headers=told)
