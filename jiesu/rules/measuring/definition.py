"""What a measure is: a condition counted among another, in words and in code.

A condition takes one case's facts and answers yes or no. It is written with `&`, `|`, `==` and `no`
only, so that the same line also takes a table whose columns bear the names of `CaseFacts` (NumPy,
Ibis) and answers with a column.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from jiesu.rules.measuring.case_facts import CaseFacts
from jiesu.rules.measuring.rates import Rate

Condition = Callable[[CaseFacts], bool]


@dataclass(frozen=True)
class Group:
    """A condition and how a person reads it."""

    zh: str
    en: str
    holds: Condition


@dataclass(frozen=True)
class Measure:
    """So many of `among` are also `counted`; `source` names the law or fact it rests on."""

    code: str
    zh: str
    en: str
    counted: Group
    among: Group
    source: str

    def numerator(self, case: CaseFacts) -> bool:
        """Tell whether the case counts above the line."""
        return self.among.holds(case) & self.counted.holds(case)

    def denominator(self, case: CaseFacts) -> bool:
        """Tell whether the case counts below the line."""
        return self.among.holds(case)

    def without_excluded(self) -> "Measure":
        """Give the twin that leaves decided exclusions out; both are published side by side."""
        kept = Group(
            f"{self.among.zh}（不含已剔除）",
            f"{self.among.en}, without those excluded by decision",
            lambda case: self.among.holds(case) & no(case.exclusion_ground != ""),
        )
        return replace(
            self,
            code=f"{self.code}_without_excluded",
            zh=f"{self.zh}（剔除后）",
            en=f"{self.en} (without excluded)",
            among=kept,
        )


def count(measure: Measure, cases: Iterable[CaseFacts]) -> Rate:
    """Count `measure` over cases, each once."""
    above = below = 0
    for case in cases:
        below += measure.denominator(case)
        above += measure.numerator(case)
    return Rate(above, below)


def no(condition: bool) -> bool:  # noqa: FBT001  (a condition is the operand)
    """Turn yes into no, for one case or for a column (`not` cannot do a column)."""
    return condition ^ True
