"""Whether the tests would notice: the code is changed in thousands of small ways, one at a time."""
