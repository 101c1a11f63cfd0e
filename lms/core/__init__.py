"""The floor everything stands on: database, work, hooks, markup and web glue."""
