"""Public pictures, served by the application itself while they lie on its own disk.

Every rendition has a name of its own that is never used again, so browsers may keep it for a year. In production nginx
may serve the same folder at the same address, or an S3 storage gives addresses of its own.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

# Nothing that a browser would run: no HTML, no SVG.
CONTENT_TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Answer a public picture with a year's cache, or 404 for whatever is none."""
    content_type = CONTENT_TYPES.get(Path(path).suffix)
    try:
        found = Path(safe_join(settings.MEDIA_ROOT / "public", path))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if content_type is None or not found.is_file():
        raise Http404
    response = FileResponse(found.open("rb"), content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
