"""What is measured, against what: read the ratios, because machines are shared and noisy."""
