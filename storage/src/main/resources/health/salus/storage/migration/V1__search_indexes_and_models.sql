-- HAPI's migrator records its pattern_ops tasks as done on a fresh database without running them;
-- without these two a prefix search reads every row of its parameter.
CREATE INDEX IF NOT EXISTS idx_sp_string_hash_nrm_pattern_ops
    ON public.hfj_spidx_string (hash_norm_prefix, sp_value_normalized varchar_pattern_ops, res_id, partition_id);
CREATE INDEX IF NOT EXISTS idx_sp_uri_hash_identity_pattern_ops
    ON public.hfj_spidx_uri (hash_identity, sp_uri varchar_pattern_ops, res_id, partition_id);

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

-- What clinicians said of a card. The card's uuid alone leads back to what was advised.
CREATE TABLE cds_feedback (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service     text        NOT NULL,
    card        text        NOT NULL,
    outcome     text        NOT NULL,
    content     jsonb       NOT NULL,
    received    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (service, card, content)
);
