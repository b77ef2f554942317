-- Concerns that are one matter: what they are compared by, what a machine suggests, what people decided, and its trail.

CREATE TABLE concern_print (
    office_id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    print TEXT NOT NULL,
    seq BIGINT,
    PRIMARY KEY (office_id, concern_id)
);
CREATE INDEX concern_print_waiting ON concern_print (office_id, concern_id) WHERE seq IS NULL;
CREATE INDEX concern_print_taken ON concern_print (office_id, seq, concern_id) WHERE seq IS NOT NULL;
INSERT INTO concern_print (office_id, concern_id, print)
    SELECT office_id, id, '' FROM concern WHERE protected = FALSE AND text <> '';

CREATE TABLE likeness (
    office_id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    reasons TEXT NOT NULL,
    state TEXT NOT NULL,
    found_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, concern_id, other_id)
);
CREATE INDEX likeness_other ON likeness (office_id, other_id);
CREATE INDEX likeness_state ON likeness (office_id, state, concern_id);

CREATE TABLE concern_group (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    representative_id BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);

CREATE TABLE group_act (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    group_id BIGINT,
    concern_id BIGINT NOT NULL,
    other_id BIGINT,
    before_id BIGINT,
    done_by BIGINT NOT NULL,
    done_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX group_act_group ON group_act (office_id, group_id, id);

CREATE TABLE group_member (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    joined BOOLEAN NOT NULL,
    came_by BIGINT,
    came_at TIMESTAMPTZ NOT NULL,
    left_by BIGINT,
    left_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id)
);
CREATE UNIQUE INDEX group_member_now ON group_member (office_id, concern_id) WHERE left_at IS NULL;
CREATE INDEX group_member_group ON group_member (office_id, group_id, id);

CREATE TABLE recurrence (
    office_id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    earlier_id BIGINT NOT NULL,
    PRIMARY KEY (office_id, concern_id, earlier_id)
);
CREATE INDEX recurrence_earlier ON recurrence (office_id, earlier_id);
