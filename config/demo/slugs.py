"""Addresses of the demo's pages: the same on every load, so that a second load finds what the first one made."""

from geography.folding import fold_words

MAX_LENGTH = 120


def slug_of(text: str) -> str:
    """The folded words of a text with hyphens, as many as fit into 120 characters."""
    slug = fold_words(text).replace(" ", "-")
    return slug if len(slug) <= MAX_LENGTH else slug[:MAX_LENGTH].rpartition("-")[0]
