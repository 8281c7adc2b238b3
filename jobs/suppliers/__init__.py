"""Who carries an order out: one interface, whoever stands behind it; a new supplier is one more module here."""
