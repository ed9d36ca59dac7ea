-- A key on its way: NEXT answers already but nothing is written under it; RETIRING still answers
-- (INDEX), or still has versions that are being sealed anew (PATIENT).
ALTER TABLE salus.sealing_key DROP CONSTRAINT sealing_key_state_check;
ALTER TABLE salus.sealing_key ADD CONSTRAINT sealing_key_state_check
  CHECK (state IN ('NEXT', 'ACTIVE', 'RETIRING', 'RETIRED', 'DESTROYED'));

-- One rotation at a time.
CREATE UNIQUE INDEX sealing_key_next ON salus.sealing_key (purpose) WHERE state = 'NEXT';
