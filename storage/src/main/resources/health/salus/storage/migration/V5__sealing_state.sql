-- For which settings everything that is stored was sealed and indexed. Other settings, or none: it is to be done.
CREATE TABLE salus.sealing_state (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  settings text NOT NULL                   -- SHA-256 of what encryption.yaml says of it
);
