"""An example of a room from outside: questions about network addresses, and the modules on offer."""
