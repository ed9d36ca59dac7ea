-- Trained models. One row per training; the newest of a name and version is the one in use.
CREATE TABLE model (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text        NOT NULL,
    version     text        NOT NULL,
    sha256      text        NOT NULL,
    content     bytea       NOT NULL,
    created     timestamptz NOT NULL
);
CREATE INDEX model_newest ON model (name, id DESC);
