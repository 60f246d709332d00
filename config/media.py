"""Public pictures, served by the application itself while they lie on its own disk; and the site's icon.

Every rendition has a name of its own that is never used again, so browsers may keep it for a year. In production nginx
may serve the same folder at the same address, or an S3 storage gives addresses of its own.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

# Nothing that a browser would run: no HTML, no SVG.
CONTENT_TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Answer a public picture with a year's cache, or 404 for whatever is none."""
    content_type = CONTENT_TYPES.get(Path(path).suffix)
    if content_type is None:
        raise Http404
    try:
        picture = Path(safe_join(settings.MEDIA_ROOT / "public", path)).open("rb")  # noqa: SIM115  the response closes it
    except (SuspiciousFileOperation, OSError) as error:  # outside the folder, missing, or a name no disk could hold
        raise Http404 from error
    response = FileResponse(picture, content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Lead browsers that ask for an icon on their own, as they do on the desk, to the one there is."""
    return HttpResponseRedirect(static("img/favicon.svg"))
