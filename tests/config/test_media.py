"""config.media: public pictures and nothing else."""

from pathlib import Path

import pytest


@pytest.fixture
def picture(settings) -> Path:
    """A public picture on the disk."""
    path = Path(settings.MEDIA_ROOT) / "public/products/abc-640.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF....WEBP")
    return path


def test_it_serves_a_picture_for_a_year(stranger, db, picture):
    answer = stranger.get("/media/public/products/abc-640.webp")
    assert answer.status_code == 200
    assert answer.getvalue() == b"RIFF....WEBP"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_it_does_not_compress_a_picture_again(stranger, db, picture):
    answer = stranger.get("/media/public/products/abc-640.webp", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == "12"
    answer.close()


@pytest.mark.parametrize(
    "address",
    [
        "/media/public/products/missing.webp",
        "/media/public/products/",
        "/media/public/" + "a" * 300 + ".webp",
        "/media/public/../private/claim.jpg",
        "/media/public/%2e%2e/private/claim.jpg",
        "/media/public//etc/passwd",
        "/media/private/claim.jpg",
    ],
)
def test_it_serves_nothing_outside_the_public_folder(stranger, db, settings, address):
    private = Path(settings.MEDIA_ROOT) / "private/claim.jpg"
    private.parent.mkdir(parents=True, exist_ok=True)
    private.write_bytes(b"private")
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "no-suffix"])
def test_it_serves_nothing_that_a_browser_would_run(stranger, db, settings, name):
    path = Path(settings.MEDIA_ROOT) / "public" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("<script>alert(1)</script>")
    assert stranger.get(f"/media/public/{name}").status_code == 404
