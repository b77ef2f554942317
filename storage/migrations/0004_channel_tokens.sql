-- Tokens that a platform renews: the pair in force, who renews it now, and whether it can be renewed at all.
-- seeds: fingerprints of the refresh tokens that the settings have ever given, so that each is taken over once.

CREATE TABLE channel_token (
    office_id BIGINT NOT NULL REFERENCES office (id),
    channel TEXT NOT NULL,
    access_token TEXT NOT NULL,
    refresh_token TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    seeds TEXT NOT NULL,
    leased_until TIMESTAMPTZ,
    refreshed_at TIMESTAMPTZ,
    dead_reason TEXT NOT NULL,
    PRIMARY KEY (office_id, channel)
);
