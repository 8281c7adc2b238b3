"""The command line: one module for each noun, and the composition root that knows everyone."""
