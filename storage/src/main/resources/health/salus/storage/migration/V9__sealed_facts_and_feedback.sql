-- Codes were unkeyed hashes, which tell whoever has the table what they are of. They are encrypted now; the next start
-- does that with the old ones, and empties this column.
ALTER TABLE salus.access_facts RENAME COLUMN codes TO plain_codes;
ALTER TABLE salus.access_facts ALTER COLUMN plain_codes DROP NOT NULL;
ALTER TABLE salus.access_facts ADD COLUMN codes bigint[] NOT NULL DEFAULT '{}'; -- hashes of its codings, encrypted
CREATE INDEX access_facts_plain_codes ON salus.access_facts (res_id) WHERE plain_codes IS NOT NULL;

-- What clinicians write into feedback is sealed, the old one at the next start; a keyed digest tells what came twice.
ALTER TABLE salus.cds_feedback DROP CONSTRAINT cds_feedback_service_card_content_key;
ALTER TABLE salus.cds_feedback ALTER COLUMN content TYPE text;
ALTER TABLE salus.cds_feedback ADD COLUMN digest text UNIQUE;
