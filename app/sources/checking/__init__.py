"""What cannot be in a database, looked for in all of it."""
