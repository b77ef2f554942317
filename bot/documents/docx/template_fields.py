"""What an office's own template may name: the fields of a paper as plain words, lists and tables, and their shape.

The shape is read from the content's model, so that a field is known here as soon as the content has it.
"""

import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin

from bot.documents.docx.follow_up import STATES
from bot.documents.docx.lines import authority_lines, recipient_lines
from handlers.papers.after import ConclusionNotice, FollowState, FollowUpTable, Minutes, TransferSlip
from handlers.papers.before import Invitation, InvitationRegister, Meeting, Notice
from handlers.papers.content import Paper, Part
from handlers.papers.families import Family
from handlers.papers.numbers import number_line
from handlers.papers.report import CollectedReport
from handlers.papers.words import date_line, day_words, moment_words

TEMPLATED: Mapping[str, type[Paper]] = {
    "giay-moi": Invitation,
    "so-giao-giay-moi": InvitationRegister,
    "thong-bao": Notice,
    "bao-cao": CollectedReport,
    "bien-ban": Minutes,
    "ket-luan": ConclusionNotice,
    "phieu-chuyen": TransferSlip,
    "theo-doi": FollowUpTable,
}
"""Papers that an office may have a template for, by the name of its file without «.docx»."""

_FRAME = ("superior", "issuer", "place", "number_line", "date_line", "type_name", "position", "signer", "ending")
_FRAME_LISTS = ("authority", "recipients", "legal_bases")
_OWN = {"letterhead", "signature", "recipients", "legal_bases", "automatic", "ending"}
"""Fields of every paper, given to templates as the words they become."""


def shape_of(paper: type[Paper]) -> dict[str, Any]:
    """The fields that a template of this paper may name: None for words, a list of one shape, a table of shapes."""
    shape: dict[str, Any] = dict.fromkeys(_FRAME)
    shape |= {name: [None] for name in _FRAME_LISTS}
    shape |= {name: _shape(field.annotation) for name, field in paper.model_fields.items() if name not in _OWN}
    shape |= dict.fromkeys(_derived(paper))
    return {name: one for name, one in shape.items() if name not in {"charts", "qr"}}


def fields_of(paper: Paper, family: Family) -> dict[str, Any]:
    """The values of those fields: words, lists of words, tables of words."""
    head = paper.letterhead
    values = {name: _plain(value) for name, value in paper if name not in _OWN}
    values |= {name: getattr(paper, name) for name in _derived(type(paper))}
    return values | {
        "superior": head.superior,
        "issuer": head.issuer,
        "place": head.place,
        "number_line": number_line(family, head.number, paper.abbreviation, head.mark) if paper.paper_type else "",
        "date_line": date_line(head.place, head.issued),
        "type_name": paper.type_name,
        "authority": authority_lines(paper.signature, family),
        "position": paper.signature.position,
        "signer": paper.signature.name,
        "recipients": recipient_lines(paper.recipients, family),
        "legal_bases": list(paper.legal_bases),
        "ending": paper.ending,
    }


def _derived(model: type[Part]) -> list[str]:
    """Properties in words that a content works out itself: «when», «where», «deadline»."""
    return {Meeting: ["when", "where"], Notice: ["deadline"]}.get(model, [])


def _shape(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin is tuple:
        return [_shape(get_args(annotation)[0])]
    if origin in {Union, types.UnionType}:
        return next((_shape(one) for one in get_args(annotation) if one is not type(None)), None)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        own = {name: _shape(field.annotation) for name, field in annotation.model_fields.items()}
        return own | dict.fromkeys(_derived(annotation))
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        own = {name: _plain(one) for name, one in value}
        return own | {name: getattr(value, name) for name in _derived(type(value))}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, FollowState):
        return STATES[value]
    if isinstance(value, Enum):
        return str(value.value)
    return "" if value is None or isinstance(value, bytes) else value
