"""Taking tables out of the house as files; nothing of its own is remembered."""
