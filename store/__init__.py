"""What the bot remembers: the tables, and the only SQL of the project."""
