"""What `benchmarks.sizes` measures is all that there is, each byte once."""

from sqlalchemy import text

from app.database import Database
from benchmarks.sizes import measured

WHOLE = {
    True: "SELECT (page_count - freelist_count) * page_size - own.bytes FROM pragma_page_count,"
    " pragma_freelist_count, pragma_page_size,"
    " (SELECT pgsize AS bytes FROM dbstat WHERE aggregate = TRUE AND name = 'sqlite_schema') AS own",
    False: "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace",
}
"""The bytes of all tables: on SQLite, where they are written down is not one of them."""


def test_the_parts_add_up_to_the_database(seeded: Database) -> None:
    sizes = measured(seeded.url.render_as_string(hide_password=False))
    assert 0 < sizes.facts < sizes.citations
    assert min(sizes[3:]) > 0
    with seeded.session() as session:
        assert session.scalar(text(WHOLE[seeded.is_sqlite])) == sum(sizes[3:])
