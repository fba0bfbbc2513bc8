"""The history of the schema; each revision is a literal account, with no import from `app`."""
