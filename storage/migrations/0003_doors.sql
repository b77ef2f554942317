-- Doors of one person: until when each may be written to, what it offered by number, and whom nothing reached.

ALTER TABLE identity ADD COLUMN free_until TIMESTAMPTZ;
ALTER TABLE identity ADD COLUMN open_until TIMESTAMPTZ;
ALTER TABLE identity ADD COLUMN free_left INTEGER;
ALTER TABLE person ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN concern_id BIGINT;

CREATE TABLE notice_offer (
    office_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    delivery_id BIGINT NOT NULL,
    PRIMARY KEY (office_id, channel, address, number)
);

CREATE TABLE door_link (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    code_hash TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, code_hash)
);

CREATE TABLE unreached (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    delivery_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    concern_id BIGINT,
    reason TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    outcome TEXT NOT NULL,
    outcome_at TIMESTAMPTZ,
    outcome_by BIGINT,
    PRIMARY KEY (office_id, id),
    UNIQUE (office_id, delivery_id)
);
CREATE INDEX unreached_outcome ON unreached (office_id, outcome, id);
