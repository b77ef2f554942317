"""What SQLite's planner is told of the tables, so that it chooses the right index from the first row on.

Without statistics SQLite takes an equal first column for ten rows. Here that column is the office, which narrows
nothing: it then walks a whole table by its key to spare itself the sorting of two rows. Real statistics (ANALYZE) say
nothing of tables that are still empty, and change plans overnight. So every index gets assumed ones, always the same,
as SQLite's documentation allows (sqlite.org/optoverview.html, sqlite.org/fileformat2.html#stat1tab).
"""

import sqlite3

_ROWS = 100_000
"""A table of these many rows is planned for; with ten of them any plan is quick."""
_ROWS_OF_PART = 1_000
"""An index of a part of its table («WHERE seq IS NULL») is taken to be short."""

_INDEXES = """SELECT m.tbl_name, m.name, i."unique" AS one, i.partial, COUNT(*) AS columns
    FROM sqlite_schema AS m
    JOIN pragma_index_list(m.tbl_name) AS i ON i.name = m.name
    JOIN pragma_index_info(m.name) AS c
    WHERE m.type = 'index'
    GROUP BY m.tbl_name, m.name
    HAVING MAX(c.seqno = 0 AND c.name = 'office_id') = 1
    ORDER BY m.name"""


def assume(connection: sqlite3.Connection) -> None:
    """Write the assumed statistics where they differ from what is there; connections opened later plan by them."""
    wanted = [
        (table, index, _stat(columns, _ROWS_OF_PART if partial else _ROWS, one=bool(one)))
        for table, index, one, partial, columns in connection.execute(_INDEXES).fetchall()
    ]
    connection.execute("ANALYZE sqlite_schema")  # makes the table of statistics where there is none
    if connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY idx").fetchall() != wanted:
        with connection:
            connection.execute("DELETE FROM sqlite_stat1")
            connection.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", wanted)


def _stat(columns: int, rows: int, *, one: bool) -> str:
    """The number of rows, then how many share the first column, the first two …: each narrows by the same factor.

    One office has half of the rows, so that its own are still looked up and not all offices' read. noskipscan: an index
    whose second column is not asked for is no way in, however few values that column has.
    """
    last = 1 if one else 2
    within = rows // 2
    shared = [max(last, round(within ** ((columns - place) / max(columns - 1, 1)))) for place in range(1, columns)]
    return " ".join(map(str, [rows, *shared, last, "noskipscan"]))
