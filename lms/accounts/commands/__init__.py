"""What the operator can do from the command line, and what is done before the first page is served."""
