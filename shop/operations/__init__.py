"""Everything that changes carts and orders."""
