"""A rate is two counts: never a bare percentage, never a division by zero."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from jiesu.rules.policy import SAMPLE, Samples

_Z = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True)
class Rate:
    """`numerator` of `denominator`; raises `ValueError` unless 0 ≤ numerator ≤ denominator."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is no rate.")

    def __add__(self, other: "Rate") -> "Rate":
        """Pool two counts of different cases."""
        return Rate(self.numerator + other.numerator, self.denominator + other.denominator)

    @property
    def share(self) -> float | None:
        """Numerator over denominator, 0 to 1; None where there was nothing to count."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share would lie in 95 of 100 repetitions (Wilson 1927); None without cases."""
        if not self.denominator:
            return None
        n, p = self.denominator, self.numerator / self.denominator
        middle = p + _Z**2 / (2 * n)
        reach = _Z * sqrt(p * (1 - p) / n + (_Z / (2 * n)) ** 2)
        scale = 1 + _Z**2 / n
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


class Comparison(StrEnum):
    """What may be said of one rate beside another."""

    TOO_FEW = "too_few"
    NOT_DISTINCT = "not_distinct"
    HIGHER = "higher"
    LOWER = "lower"


def compare(one: Rate, other: Rate, samples: Samples = SAMPLE.samples) -> Comparison:
    """Tell whether `one` is really higher or lower than `other`, or chance would do as well.

    Uses Newcombe's interval for the difference of two shares (1998, method 10), at 95 %.
    """
    if not (samples.suffice(one.denominator) and samples.suffice(other.denominator)):
        return Comparison.TOO_FEW
    low, high = _difference(one, other)
    if low > 0:
        return Comparison.HIGHER
    return Comparison.LOWER if high < 0 else Comparison.NOT_DISTINCT


def gap(one: Rate, other: Rate) -> float | None:
    """Give the difference of two shares, −1 to 1; None where either counted nothing."""
    if one.share is None or other.share is None:
        return None
    return one.share - other.share


def _difference(one: Rate, other: Rate) -> tuple[float, float]:
    p, q = one.numerator / one.denominator, other.numerator / other.denominator
    (p_low, p_high), (q_low, q_high) = one.interval or (p, p), other.interval or (q, q)
    low = (p - q) - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = (p - q) + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return low, high
