"""robots.txt."""


def test_it_keeps_search_engines_from_what_is_one_visitor_s(stranger, settings):
    settings.SITE_URL = "https://sao-que.example"
    answer = stranger.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert "Disallow: /gio-hang/" in lines
    assert "Disallow: /en/don-hang/" in lines
    assert lines[-1] == "Sitemap: https://sao-que.example/sitemap.xml"
