"""Finding earlier appeals by their words, on both databases.

Chinese is cut into words when an appeal is written, because a trigram index finds nothing for
words of two characters and says so to nobody.
"""

import re

import rjieba
from django.db import connection

_LONGEST = 4000  # characters; what a person says first is what it is about
_QUERY_WORDS = 24
_WORD = re.compile(r"\w+", re.UNICODE)


def words(text: str) -> str:
    """Cut a text into lower-case words joined by blanks, as they are kept for the search."""
    cut = (word.lower() for word in rjieba.cut_for_search(text[:_LONGEST]))
    return " ".join(word for word in cut if _WORD.fullmatch(word))


def find(text: str, *, limit: int = 20) -> list[int]:
    """Give the ids of the appeals whose words fit best, the best first."""
    asked = _telling(words(text).split())
    if not asked:
        return []
    find_in = _find_sqlite if connection.vendor == "sqlite" else _find_postgresql
    return find_in(asked, limit)


def _telling(asked: list[str]) -> list[str]:
    """Keep the longer words, each once: they say more and cost less."""
    distinct = dict.fromkeys(word for word in asked if len(word) > 1)
    return sorted(distinct or dict.fromkeys(asked), key=len, reverse=True)[:_QUERY_WORDS]


_SQLITE = """
SELECT rowid FROM casework_search WHERE casework_search MATCH %s ORDER BY rank LIMIT %s
"""
_POSTGRESQL = """
SELECT id FROM casework_appeal, to_tsquery('simple', %s) AS asked
WHERE to_tsvector('simple', words) @@ asked
ORDER BY ts_rank(to_tsvector('simple', words), asked) DESC LIMIT %s
"""


def _find_sqlite(asked: list[str], limit: int) -> list[int]:
    return _ids(_SQLITE, " OR ".join(f'"{word}"' for word in asked), limit)


def _find_postgresql(asked: list[str], limit: int) -> list[int]:
    return _ids(_POSTGRESQL, " | ".join(f"'{word}'" for word in asked), limit)


def _ids(statement: str, query: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [query, limit])
        return [row[0] for row in cursor.fetchall()]
