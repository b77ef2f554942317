-- The day of the dialogue: whose turn it is. What people did is kept step by step and only appended to; who speaks and
-- who is next is worked out of it (handlers/rules/speakers.py). `moves` counts the steps that change who has the floor.

CREATE TABLE speaker_queue (
    office_id BIGINT NOT NULL REFERENCES office (id),
    session_id BIGINT NOT NULL,
    acts BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    screen TEXT NOT NULL,
    PRIMARY KEY (office_id, session_id),
    UNIQUE (office_id, screen)
);

CREATE TABLE speaker_act (
    office_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    act TEXT NOT NULL,
    registration_id BIGINT,
    agency_id BIGINT,
    note TEXT NOT NULL,
    acted_by BIGINT NOT NULL,
    acted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, session_id, seq)
);

-- The name on a paper slip that was handed in at the hall; "" for who registered at a door of their own.
ALTER TABLE registration ADD COLUMN name TEXT NOT NULL DEFAULT '';
