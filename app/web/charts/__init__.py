"""Charts: documents of Vega-Lite made of what the API answers."""
