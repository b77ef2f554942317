-- The working-day calendar as the office knows it: days that an admin added to those that ship with the program.
-- A day that was undone stays, so that every earlier count can be repeated.

CREATE TABLE calendar_day (
    office_id BIGINT NOT NULL REFERENCES office (id),
    id BIGINT NOT NULL,
    date DATE NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    added_by BIGINT NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    undone_by BIGINT,
    undone_at TIMESTAMPTZ,
    PRIMARY KEY (office_id, id)
);
CREATE UNIQUE INDEX calendar_day_stands ON calendar_day (office_id, date) WHERE undone_at IS NULL;
