-- The authorization server. Tokens, codes, handles and cookies are kept as SHA-256 only; private keys
-- and second factors are sealed (AES-256-GCM) under a key that is not in the database.

CREATE TABLE smart_user (
    username        text        PRIMARY KEY,
    password        text        NOT NULL, -- Argon2id
    fhir_user       text,                 -- relative reference such as Practitioner/1
    roles           text[]      NOT NULL,
    totp_secret     bytea,
    totp_step       bigint      NOT NULL DEFAULT 0, -- the newest time step whose code was used
    enabled         boolean     NOT NULL DEFAULT true,
    failed_attempts integer     NOT NULL DEFAULT 0,
    created         timestamptz NOT NULL
);

CREATE TABLE smart_client (
    id                text        PRIMARY KEY,
    name              text        NOT NULL,
    authentication    text        NOT NULL,
    secret            bytea,
    jwks              text,
    jwks_url          text,
    redirect_urls     text[]      NOT NULL,
    launch_url        text,
    grant_types       text[]      NOT NULL,
    scopes            text        NOT NULL,
    id_token_algorithm text       NOT NULL,
    approved          boolean     NOT NULL,
    may_introspect    boolean     NOT NULL,
    certificate_bound boolean     NOT NULL,
    enabled           boolean     NOT NULL DEFAULT true,
    created           timestamptz NOT NULL
);

CREATE TABLE smart_session (
    id            text        PRIMARY KEY, -- SHA-256 of the cookie, base64url
    csrf          text        NOT NULL,
    username      text        REFERENCES smart_user ON DELETE CASCADE,
    authenticated timestamptz,
    created       timestamptz NOT NULL,
    used          timestamptz NOT NULL
);
CREATE INDEX smart_session_used ON smart_session (used);

-- An authorization request while its user logs in, picks and decides.
CREATE TABLE smart_authorization (
    id         text        PRIMARY KEY,
    session    text        NOT NULL REFERENCES smart_session ON UPDATE CASCADE ON DELETE CASCADE,
    parameters text        NOT NULL,
    patient    text,
    encounter  text,
    created    timestamptz NOT NULL
);
CREATE INDEX smart_authorization_session ON smart_authorization (session);

-- What an EHR page says of the place from which it launches an app.
CREATE TABLE smart_launch (
    handle    bytea       PRIMARY KEY,
    username  text        NOT NULL REFERENCES smart_user ON DELETE CASCADE,
    client_id text        REFERENCES smart_client ON DELETE CASCADE, -- empty: for any app
    context   text        NOT NULL,
    expires   timestamptz NOT NULL
);

-- One decision of a user or of the server for one client; all its tokens are one family.
CREATE TABLE smart_grant (
    id            text        PRIMARY KEY,
    client_id     text        NOT NULL REFERENCES smart_client ON DELETE CASCADE,
    username      text        REFERENCES smart_user ON DELETE CASCADE,
    session       text,        -- online access ends with this session
    refresh       text        NOT NULL, -- NONE, ONLINE or OFFLINE
    scopes        text        NOT NULL,
    context       text        NOT NULL,
    authenticated timestamptz NOT NULL,
    created       timestamptz NOT NULL,
    expires       timestamptz NOT NULL,
    revoked       timestamptz
);
CREATE INDEX smart_grant_user ON smart_grant (username) WHERE revoked IS NULL;
CREATE INDEX smart_grant_session ON smart_grant (session) WHERE session IS NOT NULL;
CREATE INDEX smart_grant_client ON smart_grant (client_id);
CREATE INDEX smart_grant_expires ON smart_grant (expires);

CREATE TABLE smart_code (
    hash         bytea       PRIMARY KEY,
    grant_id     text        NOT NULL REFERENCES smart_grant ON DELETE CASCADE,
    redirect_url text        NOT NULL,
    challenge    text        NOT NULL,
    nonce        text,
    expires      timestamptz NOT NULL,
    used         timestamptz
);
CREATE INDEX smart_code_grant ON smart_code (grant_id);

CREATE TABLE smart_refresh_token (
    hash     bytea       PRIMARY KEY,
    grant_id text        NOT NULL REFERENCES smart_grant ON DELETE CASCADE,
    key      text,        -- thumbprint of the DPoP key of a public client
    expires  timestamptz NOT NULL,
    used     timestamptz
);
CREATE INDEX smart_refresh_token_grant ON smart_refresh_token (grant_id);

CREATE TABLE smart_access_token (
    hash        bytea       PRIMARY KEY,
    id          text        NOT NULL UNIQUE,
    grant_id    text        NOT NULL REFERENCES smart_grant ON DELETE CASCADE,
    scopes      text        NOT NULL,
    key         text,        -- RFC 9449: thumbprint of the key that must be proved
    certificate text,        -- RFC 8705: thumbprint of the certificate that must be shown
    issued      timestamptz NOT NULL,
    expires     timestamptz NOT NULL
);
CREATE INDEX smart_access_token_grant ON smart_access_token (grant_id);
CREATE INDEX smart_access_token_expires ON smart_access_token (expires);

-- Ids of assertions and proofs that were seen, until they expire.
CREATE TABLE smart_used_id (
    hash    bytea       PRIMARY KEY,
    expires timestamptz NOT NULL
);
CREATE INDEX smart_used_id_expires ON smart_used_id (expires);

CREATE TABLE smart_key (
    id        text        PRIMARY KEY,
    algorithm text        NOT NULL,
    sealed    bytea       NOT NULL,
    created   timestamptz NOT NULL
);

-- Documents whose last change is announced, such as the brand bundle.
CREATE TABLE smart_document (
    name    text        PRIMARY KEY,
    sha256  text        NOT NULL,
    changed timestamptz NOT NULL
);

-- Who did what and how it ended; never a secret, never patient data.
CREATE TABLE smart_event (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL,
    kind      text        NOT NULL,
    outcome   text        NOT NULL,
    client_id text,
    username  text,
    detail    text        NOT NULL
);
CREATE INDEX smart_event_at ON smart_event (at);

-- What signs certificates of erasure: the newest signs, all are published, because a certificate is
-- checked years later.
CREATE TABLE salus.certificate_key (
  id      text PRIMARY KEY,
  sealed  bytea NOT NULL,                  -- JWK, sealed under smart.sealingKey and bound to the id
  created timestamptz NOT NULL
);
