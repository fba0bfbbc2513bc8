"""What brings facts in, and what checks them against the documents."""
