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
