"""What is remembered, as frozen keyword-only records, one file a family.

One word for one thing: see docs/glossary.md. Times are aware and in UTC.
"""

from storage.records.base import Record, Strings, Utc, to_json
from storage.records.concern import (
    Answer,
    Assignment,
    AssignmentState,
    Attachment,
    AttachmentState,
    Closure,
    Concern,
    ConcernState,
    Kind,
)
from storage.records.delivery import (
    Announcement,
    AnnouncementState,
    Audience,
    AuditEntry,
    Delivery,
    DeliveryState,
    Urgency,
)
from storage.records.milestone import OPEN_MILESTONE, AddedDay, Milestone, MilestoneState
from storage.records.office import Agency, Area, Office, Profile, Role, Topic
from storage.records.people import (
    Consent,
    Conversation,
    Enrolment,
    GroupChat,
    Identity,
    IdentityState,
    Official,
    Person,
    Purpose,
)
from storage.records.plan import PlanDraft, PlanDraftState, Upload, UploadState
from storage.records.session import (
    Conclusion,
    ConclusionItem,
    DraftState,
    Outcome,
    Registration,
    RegistrationState,
    Session,
    SessionState,
)

__all__ = [
    "OPEN_MILESTONE",
    "AddedDay",
    "Agency",
    "Announcement",
    "AnnouncementState",
    "Answer",
    "Area",
    "Assignment",
    "AssignmentState",
    "Attachment",
    "AttachmentState",
    "Audience",
    "AuditEntry",
    "Closure",
    "Concern",
    "ConcernState",
    "Conclusion",
    "ConclusionItem",
    "Consent",
    "Conversation",
    "Delivery",
    "DeliveryState",
    "DraftState",
    "Enrolment",
    "GroupChat",
    "Identity",
    "IdentityState",
    "Kind",
    "Milestone",
    "MilestoneState",
    "Office",
    "Official",
    "Outcome",
    "Person",
    "PlanDraft",
    "PlanDraftState",
    "Profile",
    "Purpose",
    "Record",
    "Registration",
    "RegistrationState",
    "Role",
    "Session",
    "SessionState",
    "Strings",
    "Topic",
    "Upload",
    "UploadState",
    "Urgency",
    "Utc",
    "to_json",
]
