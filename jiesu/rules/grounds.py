"""The grounds the law knows for not taking a matter up, objecting, or taking longer."""

from enum import StrEnum


class DeclineGround(StrEnum):
    """Why a matter is not taken up (F1.9, F2.6)."""

    NO_DUTY = "no_duty"  # outside any unit's duties
    ALREADY_HANDLED = "already_handled"  # in process or finished, nothing new
    CONFIDENTIAL_MATTER = "confidential_matter"  # state or trade secrets, privacy
    UNLAWFUL = "unlawful"  # against law, public order or good morals
    NOT_UNDERSTANDABLE = "not_understandable"  # and the appellant cannot be asked


class RedirectGround(StrEnum):
    """Which other door is the lawful one (F1.9, F2.6)."""

    EMERGENCY_LINE = "emergency_line"  # 110, 119, 120, 122
    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    ADMINISTRATIVE_REVIEW = "administrative_review"
    INFORMATION_DISCLOSURE = "information_disclosure"
    DISCIPLINE_INSPECTION = "discipline_inspection"
    PETITION = "petition"


class ObjectionGround(StrEnum):
    """Why a unit says that the matter is not its own (F1.12)."""

    NOT_OUR_DUTY = "not_our_duty"
    NOT_OUR_AREA = "not_our_area"
    TAKEN_BACK_DUTY = "taken_back_duty"  # the duty list gives it to a department
    CONFLICT_OF_INTEREST = "conflict_of_interest"


class ExtensionGround(StrEnum):
    """Why more time is lawful (F1.15)."""

    STATUTORY_PERIOD = "statutory_period"
    EXPERT_OPINION = "expert_opinion"
    WEATHER_OR_SEASON = "weather_or_season"
    SEVERAL_UNITS = "several_units"
