"""What a HEAD request is answered."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import HeadMiddleware


@pytest.mark.parametrize(("method", "body"), [("HEAD", b""), ("GET", "Sao Quê".encode())])
def test_only_get_is_answered_with_a_body_and_both_with_its_length(method, body):
    answer = HeadMiddleware(lambda _request: HttpResponse("Sao Quê"))(RequestFactory().generic(method, "/"))
    assert answer.content == body
    assert method == "GET" or answer["Content-Length"] == "8"
