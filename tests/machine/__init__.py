"""Any sequence of what people do and what time does, against a small model of our own."""
