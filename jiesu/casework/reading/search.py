"""Finding earlier appeals by their words, on both databases.

Chinese is kept as overlapping pairs of characters, so that a word is found wherever a reader would
see it: word cutters disagree with themselves from one sentence to the next, and a trigram index
finds nothing for words of two characters and says so to nobody. The question is cut into words,
and each word is asked for as a phrase of its pairs.
"""

import re
from operator import add

import rjieba
from django.db import connection

from jiesu.mining.text.normalisation import plain

_LONGEST = 4000  # characters; what a person says first is what it is about
_QUERY_WORDS = 24
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")


def words(text: str) -> str:
    """Give the tokens of a text joined by blanks, as they are kept for the search."""
    runs = _RUN.findall(plain(text[:_LONGEST]))
    return " ".join(token for run in runs for token in _tokens(run))


def _tokens(run: str) -> list[str]:
    """Cut a run of Chinese into pairs; leave a word of other scripts as it is."""
    if len(run) == 1 or not "\u3400" <= run[0] <= "\u9fff":
        return [run]
    return list(map(add, run, run[1:]))


def find(text: str, *, limit: int = 20) -> list[int]:
    """Give the ids of the appeals whose words fit best, the best first."""
    return _ask(text, _BEST, limit)


def latest(text: str, *, limit: int) -> list[int]:
    """Give the ids of the latest appeals with any of the words, the latest first.

    Nothing is ranked, so that the cost grows with `limit` and not with the city.
    """
    return _ask(text, _LATEST, limit)


def _ask(text: str, statements: dict[str, str], limit: int) -> list[int]:
    phrases = [_tokens(word) for word in _telling(plain(text[:_LONGEST]))]
    if not phrases:
        return []
    if connection.vendor == "sqlite":
        query = " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
    else:
        query = " | ".join(f"({' <-> '.join(phrase)})" for phrase in phrases)
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor], [query, limit])
        return [row[0] for row in cursor.fetchall()]


def _telling(text: str) -> list[str]:
    """Keep the longer words, each once: they say more and cost less."""
    cut = [run for word in rjieba.cut(text) for run in _RUN.findall(word)]
    distinct = dict.fromkeys(word for word in cut if len(word) > 1)
    return sorted(distinct or dict.fromkeys(cut), key=len, reverse=True)[:_QUERY_WORDS]


_BEST = {
    "sqlite": """
SELECT rowid FROM casework_search WHERE casework_search MATCH %s ORDER BY rank LIMIT %s
""",
    "postgresql": """
SELECT id FROM casework_appeal, to_tsquery('simple', %s) AS asked
WHERE lexemes @@ asked ORDER BY ts_rank(lexemes, asked) DESC LIMIT %s
""",
}
_LATEST = {
    "sqlite": """
SELECT rowid FROM casework_search WHERE casework_search MATCH %s ORDER BY rowid DESC LIMIT %s
""",
    "postgresql": """
SELECT id FROM casework_appeal
WHERE lexemes @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s
""",
}
