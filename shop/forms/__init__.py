"""What buyers write: quantities, the checkout, an order's code."""
