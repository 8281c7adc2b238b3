"""Coverage-guided fuzzing of what reads bytes from outside; what it found stays in `tests/corpora`."""
