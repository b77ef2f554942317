-- Contributors' reports: what a body filed on behalf of people without a door of their own, for whom, and under which
-- route of the plan. A report is withdrawn, never deleted. Names and telephone numbers stand in on_behalf and nowhere else.

CREATE TABLE report (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    session_id BIGINT,
    route TEXT NOT NULL,
    sender TEXT NOT NULL,
    filed_by BIGINT NOT NULL,
    filed_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    late BOOLEAN NOT NULL,
    way TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    forwarded_in BIGINT,
    mood TEXT NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX report_filed_by ON report (office_id, filed_by, id);
CREATE INDEX report_route ON report (office_id, session_id, route, sender);
CREATE UNIQUE INDEX report_source ON report (office_id, source_hash) WHERE state = 'filed' AND source_hash <> '';

CREATE TABLE on_behalf (
    office_id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    report_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    people INTEGER,
    met_on DATE NOT NULL,
    place TEXT NOT NULL,
    named BOOLEAN NOT NULL,
    proposal TEXT NOT NULL,
    PRIMARY KEY (office_id, concern_id)
);
CREATE INDEX on_behalf_report ON on_behalf (office_id, report_id, concern_id);

-- Somebody asked for the empty sheet; it is made off the writing path.
CREATE TABLE sheet_order (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX sheet_order_waiting ON sheet_order (state, id);
