-- Milestones: one row a promise of a session. The deadline stands as it was counted, with the version of the calendar
-- that counted it; an extension stands beside it. Bodies that only send or receive reports are agencies too.

CREATE TABLE milestone (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    debtor TEXT NOT NULL,
    owed_by TEXT NOT NULL,
    owed_to TEXT NOT NULL,
    creditors TEXT NOT NULL,
    due_on DATE,
    due_time TEXT,
    late_from TIMESTAMPTZ,
    explanation TEXT NOT NULL,
    source TEXT NOT NULL,
    origin TEXT NOT NULL,
    computed_by TEXT NOT NULL,
    provisional BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    extended_on DATE,
    extension_reason TEXT NOT NULL,
    extended_by BIGINT,
    extended_at TIMESTAMPTZ,
    done_at TIMESTAMPTZ,
    done_by BIGINT,
    note TEXT NOT NULL,
    reminded TEXT NOT NULL,
    escalated INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, session_id, key, debtor)
);
CREATE INDEX milestone_open ON milestone (office_id, state, late_from);

ALTER TABLE agency ADD COLUMN kind TEXT NOT NULL DEFAULT 'department';
ALTER TABLE agency ADD COLUMN superior TEXT NOT NULL DEFAULT '';
ALTER TABLE agency ADD COLUMN answers BOOLEAN NOT NULL DEFAULT TRUE;

-- A plan that somebody wrote in chat or sent as a file, until a second person puts it into force.
CREATE TABLE plan_draft (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    drafted_by BIGINT NOT NULL,
    drafted_at TIMESTAMPTZ NOT NULL,
    decided_by BIGINT,
    decided_at TIMESTAMPTZ,
    reason TEXT NOT NULL,
    PRIMARY KEY (office_id, id)
);

-- A file that a conversation of officials waits for; its bytes come with the attachment of the same id.
CREATE TABLE upload (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    identity_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX upload_waiting ON upload (state, id);
