"""Reports of errors: what readers found wrong in a section or a question, and what became of it."""
