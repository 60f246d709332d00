"""The least work that answers the same bytes as a page, through the same middleware (docs: bench/run.py)."""
