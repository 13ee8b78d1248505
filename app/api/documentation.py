"""`/health`, and `/docs` from files of this machine: no page asks another host for anything."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from app.api.examples import HEALTH, explained
from app.http.problems import KINDS
from app.http.serving.health import ADDRESS, Health

ASSETS = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}
START = (
    "SwaggerUIBundle({url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true, "
    "validatorUrl: null});\n"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Systemlandskab: the API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""


def docs_routes(health: Health) -> APIRouter:
    """Routes at the root."""
    router = APIRouter()

    @router.get(ADDRESS, tags=["server"], summary="Whether it answers", responses=explained(HEALTH, 503))
    async def alive() -> Response:
        """The newest revision and the program's version.

        While the store does not answer, `status` is `store-away`, `revision` the one that is answered from instead and
        `loaded` when the server loaded it; 503 where it has loaded none. It is answered at once, also while
        the store is slow.
        """
        return health.answer(await health.seen())

    @router.get("/docs", include_in_schema=False)
    def docs() -> Response:
        return HTMLResponse(PAGE)

    @router.get("/docs/start.js", include_in_schema=False)
    def start() -> Response:
        return Response(START, media_type="text/javascript")

    @router.get("/docs/problems", include_in_schema=False)
    def problems() -> Response:
        rows = "".join(f'<dt id="{kind}">{kind}</dt><dd>{escape(text)}</dd>' for kind, text in KINDS.items())
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems</title>'
        return HTMLResponse(f"{head}<h1>Problems</h1><dl>{rows}</dl></html>")

    @router.get("/docs/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in ASSETS:
            raise HTTPException(404)
        data = files("fastapi_swagger.resources").joinpath(name).read_bytes()
        return Response(data, media_type=ASSETS[name], headers={"Cache-Control": "max-age=3600"})

    return router
