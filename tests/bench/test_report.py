"""The table of results."""

from bench.report import HEAD, Memory, Row, growth, missed, table

ROWS = [
    Row("list", 1_000, "SQLite", 4.0, 3.2, 1.25, 4, 49.64),
    Row("list", 100_000, "SQLite", 4.4, 3.2, 1.375, 4, 50.0),
]


def test_the_table_shows_each_page_beside_its_floor():
    assert table(HEAD, [row.cells() for row in ROWS]) == (
        "| page | products | database | CPU ms | floor CPU ms | ratio | queries |   KB |\n"
        "|------|---------:|---------:|-------:|-------------:|------:|--------:|-----:|\n"
        "| list |    1,000 |   SQLite |   4.00 |         3.20 |  1.25 |       4 | 49.6 |\n"
        "| list |  100,000 |   SQLite |   4.40 |         3.20 |  1.38 |       4 | 50.0 |\n"
    )


def test_growth_is_the_cost_of_the_largest_catalogue_over_that_of_the_smallest():
    assert growth(ROWS).splitlines()[-1] == "| list |   1.10 |"


def test_memory_is_told_without_and_with_the_process_that_preloads():
    line = Memory(1_000, "SQLite", 100.4, 30.0).line()
    assert line.startswith("Memory, 1,000 products, SQLite: two workers 100 MB PSS together, 130 MB with ")


def test_what_is_beyond_the_aims_is_named():
    slow = Row("list", 100_000, "SQLite", 8.0, 3.2, 2.5, 4, 50.0)
    large = Memory(100_000, "SQLite", 300.0, 30.0)
    assert missed(ROWS, []) == []
    assert missed([ROWS[0], slow], [large]) == [
        "list, 100,000 products, SQLite: 2.50 instead of 1.5",
        "list, SQLite: grows 2.00-fold instead of 1.2",
        large.line(),
    ]
