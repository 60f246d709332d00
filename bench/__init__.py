"""How fast every page is beside the least work that gives the same bytes: `make bench` (method: bench/run.py)."""
