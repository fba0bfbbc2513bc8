"""The command of SQLite, writing the columns of `/v1/casualties.csv` from the same file."""

import shutil
import subprocess
import time

from benchmarks.server import children_cpu

SAME = """
SELECT f.id, f.mission_id, p.id, p.names ->> 'en', p.kind, p.country_id, p.longitude, p.latitude,
  f.edtf, f.began_earliest, f.began_latest, f.ended_earliest, f.ended_latest, f.is_approximate,
  f.summary, f.note,
  (SELECT json_group_array(json_object(
      'document', json_object('id', d.id, 'title', d.title, 'publisher', d.publisher,
        'origin', d.origin, 'published', json_object('edtf', d.edtf,
          'began', json_object('earliest', d.began_earliest, 'latest', d.began_latest),
          'ended', json_object('earliest', d.ended_earliest, 'latest', d.ended_latest),
          'approximate', d.is_approximate)),
      'locator', CASE WHEN c.record IS NULL THEN json_object('paragraph', c.paragraph,
          'start', c.start_offset, 'end', c.end_offset, 'sha256', c.sha256)
        ELSE json_object('record', c.record) END,
      'stated', json(c.stated), 'quote', NULL))
    FROM casualty_figure_citation c JOIN document d ON d.id = c.document_id
    WHERE c.fact_id = f.id),
  f.contributor_id, f.value, f.qualifier, f.low, f.high, f.is_derived, f.outcome, f.cause,
  f.population_group, f.basis
FROM casualty_figure f LEFT JOIN place p ON p.id = f.place_id
ORDER BY f.began_earliest, f.id
"""
"""The columns of the list, as the database itself can make them."""


def beside_sqlite(file: str, seconds: float, used: float) -> list[str]:
    """How fast a list was, where the command of SQLite is 1: by the clock, and by processor time."""
    command = shutil.which("sqlite3")
    if command is None:
        return ["", ""]
    cpu, began = children_cpu(), time.perf_counter()
    subprocess.run(
        [command, "-readonly", "-csv", file, SAME], stdout=subprocess.DEVNULL, check=True
    )
    taken = time.perf_counter() - began
    return [f"{taken / seconds:.2f}", f"{(children_cpu() - cpu) / used:.2f}"]
