// The patient's chart: what the app was allowed to read, as lists.

import { day, nameOf, text, valueOf } from './fhir.js';
import { element } from './element.js';

const SHOWN = 12;
const REFUSALS = new Map([
  [401, 'The server no longer accepts the token.'],
  [403, 'The server refused this: it was not allowed to the app.'],
  [422, 'The server cannot answer: too little is on record.'],
  [503, 'The server cannot answer yet: no model is trained.'],
]);

/** Reads everything at once. Each section comes with the status that the server answered. */
export async function readChart(server, patient) {
  const id = encodeURIComponent(patient);
  const [person, conditions, medications, allergies, observations, prediction] = await Promise.all([
    server.request(`Patient/${id}`),
    server.search(`Condition?patient=${id}&clinical-status=active&_sort=-onset-date&_count=50`),
    server.search(`MedicationRequest?patient=${id}&status=active&_sort=-authoredon&_count=50`),
    server.search(`AllergyIntolerance?patient=${id}&_count=50`),
    server.search(`Observation?patient=${id}&_sort=-date&_count=100`),
    server.request(`Patient/${id}/$predict`, 'POST'),
  ]);
  return { person, conditions, medications, allergies, observations, prediction };
}

/** The sections of the chart, in the order in which they are read. */
export function sections(chart) {
  return [
    section('Prediction', chart.prediction.status, prediction(chart.prediction.body)),
    section('Conditions', chart.conditions.status, lines(chart.conditions, (condition) => ({
      what: text(condition.code),
      detail: `since ${day(condition.onsetDateTime ?? condition.recordedDate)}`,
    }))),
    section('Medication', chart.medications.status, lines(chart.medications, (order) => ({
      what: text(order.medicationCodeableConcept),
      detail: `ordered ${day(order.authoredOn)}`,
    }))),
    section('Allergies', chart.allergies.status, lines(chart.allergies, (allergy) => ({
      what: text(allergy.code),
      detail: allergy.criticality ?? '',
    }))),
    section('Newest values', chart.observations.status, lines(newest(chart.observations), (observation) => ({
      what: text(observation.code),
      detail: `${valueOf(observation)} (${day(observation.effectiveDateTime)})`,
    }))),
  ];
}

/** Who this is about: name, birth date, sex, id. */
export function banner(person, id) {
  if (!person) {
    return [element('strong', 'Name not shared'), element('span', `Patient ${id}`)];
  }
  return [
    element('strong', nameOf(person)),
    element('span', `born ${person.birthDate ?? 'unknown'}`),
    element('span', person.gender ?? 'sex unknown'),
    element('span', `id ${person.id}`),
  ];
}

function newest({ status, resources }) {
  const byCode = new Map();
  resources.forEach((observation) => {
    const key = text(observation.code);
    if (!byCode.has(key) && valueOf(observation)) {
      byCode.set(key, observation);
    }
  });
  return { status, resources: [...byCode.values()] };
}

function lines({ resources }, line) {
  if (resources.length === 0) {
    return [element('p', 'None on record.')];
  }
  const items = resources.slice(0, SHOWN).map((resource) => {
    const { what, detail } = line(resource);
    return element('li', element('span', what), element('span', detail, { class: 'detail' }));
  });
  const more = resources.length - SHOWN;
  return [element('ul', ...items), ...(more > 0 ? [element('p', `and ${more} more`, { class: 'detail' })] : [])];
}

function prediction(assessment) {
  const risk = assessment?.prediction?.[0];
  if (!risk) {
    return [element('p', 'No prediction.')];
  }
  const percent = risk.probabilityDecimal; // FHIR R4 counts it from 0 to 100
  const outcome = text(risk.outcome);
  const words = percent === undefined ? 'not known' : `${percent.toFixed(1)} %`;
  const notes = (assessment.note ?? []).map((note) => element('p', note.text, { class: 'detail' }));
  return [element('p', `${outcome}: `, element('strong', words)), ...notes];
}

function section(title, status, content) {
  const id = `chart-${title.toLowerCase().replaceAll(' ', '-')}`;
  const shown = status >= 200 && status < 300 ? content : [element('p', refusal(status), { class: 'refused' })];
  return element('section', element('h3', title, { id }), ...shown, { 'aria-labelledby': id, 'data-status': status });
}

function refusal(status) {
  return REFUSALS.get(status) ?? `The server answered ${status}.`;
}
