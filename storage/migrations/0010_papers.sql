-- Papers: a draft until a person releases it, then with its number for good; and what is asked to be drawn.
-- `content` is the paper as it was gathered, so that what is released is what was read.

CREATE TABLE paper (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    document_family TEXT NOT NULL,
    plan_key TEXT NOT NULL,
    content TEXT NOT NULL,
    sequence TEXT NOT NULL,
    number BIGINT,
    notation TEXT NOT NULL,
    issued_on DATE,
    files TEXT NOT NULL,
    drafted_by BIGINT,
    drafted_at TIMESTAMPTZ NOT NULL,
    handed_in_at TIMESTAMPTZ,
    released_by BIGINT,
    released_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id)
);
CREATE UNIQUE INDEX paper_draft ON paper (office_id, session_id, kind, subject) WHERE state = 'draft';
CREATE UNIQUE INDEX paper_number ON paper (office_id, sequence, number) WHERE number IS NOT NULL;
CREATE INDEX paper_session ON paper (office_id, session_id, id);

CREATE TABLE document_request (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    work TEXT NOT NULL,
    session_id BIGINT NOT NULL,
    paper_id BIGINT,
    content TEXT NOT NULL,
    addresses TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    files TEXT NOT NULL,
    error TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX document_request_state ON document_request (state, not_before);
