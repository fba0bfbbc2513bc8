"""What is served: one file a noun, its response, its query and its two routes."""
