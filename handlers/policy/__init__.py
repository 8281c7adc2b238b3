"""Vendor terms as pure functions: time and money come in as arguments."""
