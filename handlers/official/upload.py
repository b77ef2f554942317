"""Take a file that a conversation asked for. Its bytes may come later; who reads them then stands in
`handlers/uploads.py`.
"""

from handlers.turn import Turn
from storage import attachments, uploads
from storage.ids import new_id
from storage.records import Attachment, AttachmentState, Upload, UploadState


def receive(turn: Turn, purpose: str) -> Upload | None:
    """Keep the first document of this message for `purpose`; None when it has none."""
    file = next((each for each in turn.incoming.files if each.kind == "document"), None)
    if file is None:
        return None
    upload = Upload(
        office_id=turn.office.id,
        id=new_id(turn.at),
        purpose=purpose,
        identity_id=turn.identity.id,
        person_id=turn.person.id,
        state=UploadState.WAITING,
        created_at=turn.at,
    )
    uploads.add_upload(turn.tx, upload)
    attachments.add(
        turn.tx,
        Attachment(
            office_id=turn.office.id,
            id=upload.id,
            identity_id=turn.identity.id,
            concern_id=upload.id,  # no concern's: so that no draft of the same person takes it along
            kind=file.kind,
            name=file.name,
            content_type="",  # what it is, its bytes say: programs call a TOML file by many names
            size=file.size,
            channel=turn.incoming.channel,
            remote_ref=file.remote_ref,
            stored_as=file.stored_as,
            latitude=None,
            longitude=None,
            state=AttachmentState.STORED if file.stored_as else AttachmentState.PENDING,
            attempts=0,
            not_before=turn.at,
            created_at=turn.at,
        ),
    )
    return upload
