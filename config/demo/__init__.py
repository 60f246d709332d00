"""The demo: facts of real products, our illustrative reading of them, drawn labels, and what loads them."""
