-- What consent needs to know of a resource: one narrow row for each current resource, written in
-- the transaction of its write. Beside the bodies, so that no decision opens one.
CREATE TABLE salus.access_facts (
  res_id          bigint PRIMARY KEY,      -- HFJ_RESOURCE.RES_ID
  version         bigint NOT NULL,         -- the version that was read
  type            text NOT NULL,
  address         text NOT NULL UNIQUE,    -- Type/id
  patients        text[] NOT NULL,         -- logical ids of the patients to whom it belongs
  confidentiality smallint NOT NULL,       -- 0 (U) to 5 (V)
  sensitivities   text[] NOT NULL,         -- codes of v3-ActCode in meta.security
  labels          text[] NOT NULL,         -- its other labels, system|code
  begins          timestamptz,             -- when what it tells of began
  ends            timestamptz,             -- when that ended, exclusive
  authors         text[] NOT NULL,         -- relative references
  refs            text[] NOT NULL,         -- relative references to all it names
  codes           bigint[] NOT NULL DEFAULT '{}',  -- hashes of its codings, encrypted
  stamped         text[] NOT NULL DEFAULT '{}'  -- labels that the labelling rules set, system|code
);

CREATE INDEX access_facts_patients ON salus.access_facts USING gin (patients);

-- A Binary belongs to whom the documents belong that name it, and what tells of a resource belongs
-- to whom that belongs.
CREATE INDEX access_facts_refs ON salus.access_facts USING gin (refs)
  WHERE type IN ('AuditEvent', 'Composition', 'DiagnosticReport', 'DocumentManifest',
                 'DocumentReference', 'Media', 'Provenance');

-- Counts the changes of consents. Each one holds the row to its commit, so that the order of the
-- numbers is the order in which the changes became visible.
CREATE TABLE salus.consent_state (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
INSERT INTO salus.consent_state (version) VALUES (0);

-- The consents that are there, by patient, each with the number of its last change.
CREATE TABLE salus.consent_change (
  consent text NOT NULL,                   -- logical id of the Consent
  patient text NOT NULL,                   -- logical id
  version bigint NOT NULL,
  PRIMARY KEY (consent, patient)
);
CREATE INDEX consent_change_version ON salus.consent_change (version);
CREATE INDEX consent_change_patient ON salus.consent_change (patient);

-- Who is a member of what a consent may name: organizations, care teams, groups.
CREATE TABLE salus.membership (
  source  text NOT NULL,                   -- the resource that says so, as Type/id
  actor   text NOT NULL,                   -- Organization, CareTeam or Group
  member  text NOT NULL,                   -- Practitioner, RelatedPerson, Patient, ...
  begins  timestamptz,
  ends    timestamptz,
  PRIMARY KEY (source, actor, member)
);
CREATE INDEX membership_member ON salus.membership (member);

-- Emergency access that was declared, for one user and one patient, until it ends.
CREATE TABLE salus.emergency_access (
  id       uuid PRIMARY KEY,
  caller   text NOT NULL,                  -- relative reference to the person
  patient  text NOT NULL,                  -- logical id
  purpose  text NOT NULL,                  -- BTG or ETREAT
  begins   timestamptz NOT NULL,
  ends     timestamptz NOT NULL
);
CREATE INDEX emergency_access_caller ON salus.emergency_access (caller, ends);

-- How far the labels follow the rules of labels.yaml.
CREATE TABLE salus.label_state (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  rules text NOT NULL,                     -- SHA-256 of the rules
  done  bigint NOT NULL                    -- RES_ID up to which they are applied
);
