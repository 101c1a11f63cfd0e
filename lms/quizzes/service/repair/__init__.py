"""Repair of questions that were asked already: previewed, confirmed, regraded upward, and told to everybody."""
