-- The keys of sealed storage, each wrapped by a version of the key-encryption key, which is not in
-- this database. Whoever has the database alone opens nothing.
CREATE TABLE salus.sealing_key (
  key_id      bytea PRIMARY KEY,           -- random; envelopes name it
  purpose     text NOT NULL CHECK (purpose IN ('PATIENT', 'DEPLOYMENT', 'DIGEST', 'INDEX')),
  patient     text,                        -- whose, for PATIENT: the logical id
  state       text NOT NULL CHECK (state IN ('NEXT', 'ACTIVE', 'RETIRING', 'RETIRED', 'DESTROYED')),
  wrapped_by  integer NOT NULL,            -- version of the key-encryption key
  wrapped     bytea,                       -- null once it is destroyed
  created_at  timestamptz NOT NULL DEFAULT now(),
  changed_at  timestamptz NOT NULL DEFAULT now(),
  CHECK ((purpose = 'PATIENT') = (patient IS NOT NULL)),
  CHECK ((state = 'DESTROYED') = (wrapped IS NULL))
);

-- New resources of a patient are sealed under one key; older ones may name keys that are retired.
CREATE UNIQUE INDEX sealing_key_active ON salus.sealing_key (purpose, coalesce(patient, ''))
  WHERE state = 'ACTIVE';
CREATE INDEX sealing_key_patient ON salus.sealing_key (patient) WHERE patient IS NOT NULL;

-- A key in state NEXT already answers searches but nothing is written under it. A key in state RETIRING still answers
-- searches (INDEX), or still has versions that are being sealed under its successor (PATIENT). One rotation at a time.
CREATE UNIQUE INDEX sealing_key_next ON salus.sealing_key (purpose) WHERE state = 'NEXT';

-- A check value of each version of the key-encryption key, so that a wrong one is told at start.
CREATE TABLE salus.key_encryption_key (
  version     integer PRIMARY KEY,
  fingerprint bytea NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);

-- A body on its way to being sealed never gets here, whatever goes wrong.
ALTER TABLE hfj_res_ver ADD CONSTRAINT hfj_res_ver_sealed
  CHECK (res_text_vc IS NULL OR res_text_vc NOT LIKE 'unsealed:%') NOT VALID;

-- For which settings everything that is stored was sealed and indexed. Other settings, or none: it is to be done.
CREATE TABLE salus.sealing_state (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  settings text NOT NULL                   -- SHA-256 of what encryption.yaml says of it
);

-- How often a key under which bodies are sealed stopped being the one for new bodies. A node asks for this number, not for
-- each key anew. The transaction that retires or destroys a key counts it, so who sees the count sees the change.
CREATE TABLE salus.sealing_key_change (changes bigint NOT NULL);
INSERT INTO salus.sealing_key_change VALUES (0);

CREATE FUNCTION salus.count_sealing_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE salus.sealing_key_change SET changes = changes + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER sealing_key_change AFTER UPDATE OF state ON salus.sealing_key FOR EACH ROW
  WHEN (OLD.state = 'ACTIVE' AND OLD.purpose IN ('PATIENT', 'DEPLOYMENT'))
  EXECUTE FUNCTION salus.count_sealing_key_change();
