"""Search in the sections of what is published, in both languages."""
