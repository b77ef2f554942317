-- The main job: office, people, sessions, concerns, answers, conclusions, announcements, delivery.
-- One text for both engines. Times are UTC; JSON stands in TEXT columns; office_id leads every key.

CREATE TABLE office (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent_id BIGINT REFERENCES office (id),
    profile TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE counter (
    office_id BIGINT NOT NULL REFERENCES office (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (office_id, name)
);

CREATE TABLE area (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, key)
);

CREATE TABLE agency (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    topics TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, key)
);

CREATE TABLE plan (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);

CREATE TABLE person (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    language TEXT NOT NULL,
    area_id BIGINT,
    consent TEXT NOT NULL,
    consent_version TEXT,
    consent_at TIMESTAMPTZ,
    subscribed BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);

CREATE TABLE consent (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    version TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);

CREATE TABLE identity (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    display_name TEXT NOT NULL,
    state TEXT NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, channel, address)
);
CREATE INDEX identity_person ON identity (office_id, person_id);

CREATE TABLE web_token (
    office_id BIGINT NOT NULL,
    token_hash TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, token_hash)
);

CREATE TABLE web_event (
    office_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    seq BIGINT NOT NULL,
    source TEXT NOT NULL,
    body TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, address, seq),
    UNIQUE (office_id, source)
);

CREATE TABLE official (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    agency_id BIGINT,
    name TEXT NOT NULL,
    enrolled_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX official_person ON official (office_id, person_id);

CREATE TABLE enrolment (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    code_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    agency_id BIGINT,
    name TEXT NOT NULL,
    created_by BIGINT,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, code_hash)
);

CREATE TABLE group_chat (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL,
    registered_by BIGINT NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, channel, address)
);

CREATE TABLE conversation (
    office_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    step TEXT NOT NULL,
    serial BIGINT NOT NULL,
    data TEXT NOT NULL,
    offered TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, identity_id)
);

CREATE TABLE inbound (
    office_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    inbound_id TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, channel, inbound_id)
);
CREATE INDEX inbound_age ON inbound (received_at);

CREATE TABLE channel_cursor (
    office_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (office_id, channel)
);

CREATE TABLE session (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    starts_at TIMESTAMPTZ,
    ends_at TIMESTAMPTZ,
    date_note TEXT NOT NULL,
    venue TEXT NOT NULL,
    focus TEXT NOT NULL,
    collection_opens_at TIMESTAMPTZ,
    collection_closes_at TIMESTAMPTZ,
    answer_days INTEGER NOT NULL,
    answer_unit TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, key)
);

CREATE TABLE concern (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    code TEXT NOT NULL,
    session_id BIGINT,
    for_next_session BOOLEAN NOT NULL,
    person_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    area_id BIGINT,
    text TEXT NOT NULL,
    topic TEXT NOT NULL,
    topic_confirmed_by TEXT NOT NULL,
    suggested TEXT NOT NULL,
    kind TEXT NOT NULL,
    protected BOOLEAN NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on DATE,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, code),
    UNIQUE (office_id, number)
);
CREATE INDEX concern_person ON concern (office_id, person_id, id);
CREATE INDEX concern_session ON concern (office_id, session_id, id);
CREATE INDEX concern_state ON concern (office_id, state, id);

CREATE TABLE attachment (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    concern_id BIGINT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    channel TEXT NOT NULL,
    remote_ref TEXT NOT NULL,
    stored_as TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX attachment_concern ON attachment (office_id, concern_id);
CREATE INDEX attachment_state ON attachment (state, not_before);

CREATE TABLE assignment (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    agency_id BIGINT NOT NULL,
    due_on DATE,
    assigned_by BIGINT NOT NULL,
    assigned_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX assignment_concern ON assignment (office_id, concern_id);
CREATE UNIQUE INDEX assignment_open ON assignment (office_id, concern_id) WHERE state = 'open';
CREATE INDEX assignment_agency ON assignment (office_id, agency_id, state);

CREATE TABLE answer (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    agency_id BIGINT,
    text TEXT NOT NULL,
    drafted_by BIGINT NOT NULL,
    drafted_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    decided_by BIGINT,
    decided_at TIMESTAMPTZ,
    reason TEXT NOT NULL,
    public BOOLEAN NOT NULL,
    public_question TEXT NOT NULL,
    public_folded TEXT NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX answer_concern ON answer (office_id, concern_id);
CREATE UNIQUE INDEX answer_draft ON answer (office_id, concern_id) WHERE state = 'draft';
CREATE INDEX answer_state ON answer (office_id, state, id);

CREATE TABLE closure (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by BIGINT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX closure_concern ON closure (office_id, concern_id);

CREATE TABLE registration (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    topic TEXT NOT NULL,
    content TEXT NOT NULL,
    concern_id BIGINT,
    representing TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, session_id, number)
);
CREATE INDEX registration_person ON registration (office_id, person_id);
CREATE UNIQUE INDEX registration_stands ON registration (office_id, session_id, person_id)
    WHERE state = 'registered';

CREATE TABLE conclusion (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    drafted_by BIGINT NOT NULL,
    drafted_at TIMESTAMPTZ NOT NULL,
    submission BIGINT,
    decided_by BIGINT,
    decided_at TIMESTAMPTZ,
    reason TEXT NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, session_id)
);

CREATE TABLE conclusion_item (
    office_id BIGINT NOT NULL,
    conclusion_id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    agency_id BIGINT,
    due_on DATE,
    note TEXT NOT NULL,
    PRIMARY KEY (office_id, conclusion_id, concern_id)
);

CREATE TABLE announcement (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    text TEXT NOT NULL,
    audience TEXT NOT NULL,
    area_id BIGINT,
    session_id BIGINT,
    send_at TIMESTAMPTZ,
    state TEXT NOT NULL,
    drafted_by BIGINT NOT NULL,
    drafted_at TIMESTAMPTZ NOT NULL,
    released_by BIGINT,
    released_at TIMESTAMPTZ,
    stopped_by BIGINT,
    reason TEXT NOT NULL,
    expanded_to BIGINT NOT NULL,
    total INTEGER NOT NULL,
    progress_identity_id BIGINT,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX announcement_state ON announcement (state, send_at);

CREATE TABLE delivery (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    remote_id TEXT,
    error_code TEXT,
    announcement_id BIGINT,
    update_key TEXT,
    once_key TEXT,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, once_key)
);
CREATE INDEX delivery_queue ON delivery (office_id, channel, state, urgency, id);
CREATE INDEX delivery_announcement ON delivery (office_id, announcement_id, state);
CREATE INDEX delivery_address ON delivery (office_id, channel, address, state);

CREATE TABLE audit (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    person_id BIGINT,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BIGINT,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX audit_subject ON audit (office_id, subject, subject_id, id);
