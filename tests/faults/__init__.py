"""What breaks from outside: killed loads, full disks, servers that go away."""
