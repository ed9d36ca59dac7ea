// Asks the FHIR server, and keeps a list of what it answered.

/** One FHIR server under one access token. `asked` gets a line per request. */
export class FhirServer {
  constructor(base, token, asked) {
    this.base = base.replace(/\/$/, '');
    this.token = token;
    this.asked = asked;
  }

  /** { status, body }; the body is null unless the server answered 2xx. */
  async request(path, method = 'GET') {
    const headers = { Accept: 'application/fhir+json', Authorization: `Bearer ${this.token}` };
    const response = await fetch(`${this.base}/${path}`, { method, headers });
    this.asked({ method, path, status: response.status });
    return { status: response.status, body: response.ok ? await response.json() : null };
  }

  /** { status, resources }. */
  async search(path) {
    const { status, body } = await this.request(path);
    return { status, resources: (body?.entry ?? []).map((entry) => entry.resource) };
  }
}

/** What a person reads for a CodeableConcept. */
export function text(concept) {
  const codings = concept?.coding ?? [];
  return concept?.text ?? codings.find((coding) => coding.display)?.display ?? codings[0]?.code ?? 'unnamed';
}

/** What a person reads for the name of a Patient. */
export function nameOf(patient) {
  const name = patient.name?.find((candidate) => candidate.use === 'official') ?? patient.name?.[0];
  const parts = [...(name?.given ?? []), name?.family].filter(Boolean);
  return name?.text ?? (parts.join(' ') || 'without a name');
}

/** The value of an Observation or of one of its components. */
export function valueOf(observation) {
  if (observation.valueQuantity) {
    const { value, unit = '' } = observation.valueQuantity;
    return `${Math.round(value * 100) / 100} ${unit}`.trim();
  }
  if (observation.component) {
    return observation.component.map((part) => `${text(part.code)} ${valueOf(part)}`).join(', ');
  }
  return observation.valueString ?? (observation.valueCodeableConcept ? text(observation.valueCodeableConcept) : '');
}

/** A reference without the address of its server, `Practitioner/1`. */
export function shortReference(reference) {
  return reference?.split('/').slice(-2).join('/') ?? 'not shared';
}

/** The day of a FHIR dateTime. */
export function day(dateTime) {
  return dateTime?.slice(0, 10) ?? '';
}
