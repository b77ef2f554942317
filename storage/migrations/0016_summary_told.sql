-- What each desk was last told in the mornings, so that the same summary is not sent every day. No words, only their hash.

CREATE TABLE summary_told (
    office_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    desk TEXT NOT NULL,
    looked_on DATE NOT NULL,
    told_on DATE NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (office_id, session_id, desk)
);
