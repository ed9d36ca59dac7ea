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
