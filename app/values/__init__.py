"""What words mean: dates, quantities, positions and codes, in plain Python."""
