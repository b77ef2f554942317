"""The three sets of format rules a paper can follow (domain of NĐ 30/2020, HD 36 and HD 05). Pure."""

from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """Whose format rules hold: the state's (NĐ 30/2020/NĐ-CP) or the Party's (HD 36-HD/VPTW, then HD 05-HD/VPTW)."""

    STATE = "state"
    PARTY_36 = "party_36"
    PARTY_05 = "party_05"

    @property
    def of_party(self) -> bool:
        """Whether the paper is a Party document."""
        return self is not Family.STATE


def family_on(document_family: str, day: date, party_05_from: date) -> Family:
    """The rules for a paper of `day`, of an office whose plan says `document_family` («party» or «state»).

    `party_05_from` is the first day of HD 05: a setting, because its date is not certain.
    """
    if document_family == "state":
        return Family.STATE
    return Family.PARTY_05 if day >= party_05_from else Family.PARTY_36
