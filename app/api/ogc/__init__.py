"""OGC API - Features (Part 1: Core, GeoJSON, OpenAPI 3.0) over the lists that have a place."""
