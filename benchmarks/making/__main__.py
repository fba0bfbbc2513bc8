"""Make a database of so many facts, with its tables and its seed, to measure or to look at.

.venv/bin/python -m benchmarks.making FACTS [DATABASE_URL [KIND]]

DATABASE_URL is that of an empty database; by default it is the file .cache/bench/FACTS.sqlite3. With
KIND all facts are of one kind and so in one table, such as `casualty`.
"""

import sys
import time

from pydantic import SecretStr

from app.database import Database
from app.settings import ROOT, Settings
from app.sources.prepare import prepare
from benchmarks.making import Size, make

FOLDER = ROOT / ".cache/bench"


def main(facts: int, url: str, *kind: str) -> None:
    """Migrate, seed, then add what is made up."""
    list(prepare(Settings(database_url=SecretStr(url))))
    database = Database(url)
    began, used = time.perf_counter(), time.process_time()
    make(database, Size(facts, kinds=dict.fromkeys(kind, 1.0)) if kind else Size(facts))
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    print(f"{facts:,} facts in {seconds:.0f} s ({facts / seconds:,.0f} a second),"
          f" {cpu:.0f} s of processor time of ours, in {database.name}")  # fmt: skip
    database.close()


if __name__ == "__main__":
    number, *more = sys.argv[1:]
    main(int(number), *(more or [f"sqlite:///{FOLDER / f'{number}.sqlite3'}"]))
