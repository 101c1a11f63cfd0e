"""The guide for authors as rules: what makes a course worth reading, checked before anybody reads it."""
