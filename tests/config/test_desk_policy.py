"""The content policy: strict everywhere, looser only on the officers' desk."""


def test_the_desk_may_use_inline_styles_and_its_theme_s_expressions(sign_in, operator):
    policy = sign_in(operator).get("/quan-ly/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "'unsafe-eval'" in policy
    assert "default-src 'self'" in policy


def test_pages_beside_the_desk_may_not(stranger, db):
    for address in ("/", "/gio-hang/", "/khong-co-trang-nay/", "/healthz"):
        policy = stranger.get(address).headers["Content-Security-Policy"]
        assert "unsafe" not in policy, address
        assert "default-src 'self'" in policy, address
