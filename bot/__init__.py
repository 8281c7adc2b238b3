"""Everything on a wire towards people."""
