"""Asking the GraphQL door in tests, as a program does."""

from __future__ import annotations

from typing import Any

from django.test import Client


def ask(client: Client, query: str, *, status: int = 200, language: str = "en", **variables: Any) -> dict[str, Any]:
    """The whole answer (`data`, `errors`) to one operation, by default in English; keywords are variables."""
    response = client.post(
        "/graphql/",
        {"query": query, "variables": variables},
        content_type="application/json",
        headers={"Accept-Language": language},
    )
    assert response.status_code == status, response.content.decode()
    return response.json()


def bearer(secret: str) -> Client:
    """A program that sends an API token, and has to pass CSRF's check where there is one."""
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def data_of(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    """The data of an operation that goes through without an error."""
    answer = ask(client, query, **variables)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]
