-- What officials corrected of what a machine had suggested, for the next training. The text stays with its concern.

CREATE TABLE correction (
    office_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    concern_id BIGINT NOT NULL,
    part TEXT NOT NULL,
    suggested TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    reasons TEXT NOT NULL,
    changed_from TEXT NOT NULL,
    changed_to TEXT NOT NULL,
    corrected_by BIGINT NOT NULL,
    corrected_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE INDEX correction_concern ON correction (office_id, concern_id);
