"""What people can do with accounts, one module for each matter."""
