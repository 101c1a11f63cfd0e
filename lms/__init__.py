"""A learning management system whose hours an authority can believe."""
