"""Files of rows → the tables: read, checked row by row, matched with what is there, all or nothing."""
