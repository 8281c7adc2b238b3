"""The marketplace: what a customer's seller has a price for today, found by words or by category."""
