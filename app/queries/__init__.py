"""What can be asked: a filter's parameter, its documentation and its SQL side by side."""
