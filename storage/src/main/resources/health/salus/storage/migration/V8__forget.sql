-- Forgettings that were asked for and wait for being confirmed. The reason is not here: it stands,
-- sealed, in the AuditEvent of the request.
CREATE TABLE salus.forget_request (
  code      bytea PRIMARY KEY,             -- SHA-256 of the confirmation
  patient   text NOT NULL,                 -- logical id
  caller    text NOT NULL,                 -- client, user and patient in context
  event     text NOT NULL,                 -- the AuditEvent of the request, as AuditEvent/id
  reason    text NOT NULL,                 -- salted SHA-256, base64url; the salt is in the AuditEvent
  requested timestamptz NOT NULL,
  expires   timestamptz NOT NULL
);
CREATE INDEX forget_request_expires ON salus.forget_request (expires);

-- What signs certificates of erasure: the newest signs, all are published, because a certificate is
-- checked years later.
CREATE TABLE salus.certificate_key (
  id      text PRIMARY KEY,
  sealed  bytea NOT NULL,                  -- JWK, sealed under smart.sealingKey and bound to the id
  created timestamptz NOT NULL
);

-- How old a version of the key-encryption key is. Of versions from before, it is known since when
-- the oldest of their keys has not been wrapped again.
ALTER TABLE salus.key_encryption_key ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
UPDATE salus.key_encryption_key k SET created_at = coalesce(
  (SELECT min(s.changed_at) FROM salus.sealing_key s WHERE s.wrapped_by = k.version), now());
