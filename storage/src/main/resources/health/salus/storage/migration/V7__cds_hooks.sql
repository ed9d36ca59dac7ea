-- Feedback of clinicians on cards, sealed. The uuid of the card leads back to the advice.
CREATE TABLE cds_feedback (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service     text        NOT NULL,
    card        text        NOT NULL,
    outcome     text        NOT NULL,
    content     text        NOT NULL,           -- sealed
    received    timestamptz NOT NULL DEFAULT now(),
    digest      text        NOT NULL UNIQUE     -- keyed; recognises feedback that was sent twice
);
