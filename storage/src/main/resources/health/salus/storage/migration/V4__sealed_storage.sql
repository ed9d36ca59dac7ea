-- The keys of sealed storage, each wrapped by a version of the key-encryption key, which is not in
-- this database. Whoever has the database alone opens nothing.
CREATE TABLE salus.sealing_key (
  key_id      bytea PRIMARY KEY,           -- random; envelopes name it
  purpose     text NOT NULL CHECK (purpose IN ('PATIENT', 'DEPLOYMENT', 'DIGEST', 'INDEX')),
  patient     text,                        -- whose, for PATIENT: the logical id
  state       text NOT NULL CHECK (state IN ('ACTIVE', 'RETIRED', 'DESTROYED')),
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

-- A check value of each version of the key-encryption key, so that a wrong one is told at start.
CREATE TABLE salus.key_encryption_key (
  version     integer PRIMARY KEY,
  fingerprint bytea NOT NULL
);

-- A body on its way to being sealed never gets here, whatever goes wrong.
ALTER TABLE hfj_res_ver ADD CONSTRAINT hfj_res_ver_sealed
  CHECK (res_text_vc IS NULL OR res_text_vc NOT LIKE 'unsealed:%') NOT VALID;
