// A tiny EHR: pick a patient and a visit, launch the app in that context. It is a SMART app itself,
// so that what it shows is what its user may see.

import { element } from '../app/element.js';
import { FhirServer, day, nameOf, shortReference, text } from '../app/fhir.js';
import { authorize, forget, ready } from '../app/smart.js';

const iss = new URL('/fhir', location.href).href;
const launches = new URL('/oauth/launch', location.href);
const app = {
  key: 'salus-demo-ehr',
  clientId: 'demo-ehr',
  redirectUri: new URL('./', location.href.split(/[?#]/)[0]).href,
  scope: 'openid fhirUser online_access user/Patient.rs user/Encounter.rs',
};
const at = (id) => document.getElementById(id);
let server = null;
let session = null;

at('sign-in').addEventListener('click', signIn);
at('again').addEventListener('click', signIn);
start().catch(fail);

async function start() {
  session = await ready(app);
  if (!session) {
    at('welcome').hidden = false;
    return;
  }
  server = new FhirServer(iss, session.token.access_token, () => {});
  at('user').textContent = shortReference(session.user?.fhirUser);
  at('chart').hidden = false;
  at('search').addEventListener('input', debounced(() => showPatients().catch(fail)));
  at('patient').addEventListener('change', () => showEncounters().catch(fail));
  at('chart').addEventListener('submit', (event) => {
    event.preventDefault();
    launch().catch(fail);
  });
  await showPatients();
}

function signIn() {
  forget(app);
  authorize(app, { iss }).catch(fail);
}

async function showPatients() {
  const name = encodeURIComponent(at('search').value.trim());
  // The server's index of names is sealed: it finds them, but cannot sort by them.
  const { status, resources } = await server.search(`Patient?_count=20${name ? `&name=${name}` : ''}`);
  refuse(status);
  resources.sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  const options = resources.map((patient) =>
    element('option', `${nameOf(patient)}, born ${patient.birthDate ?? 'unknown'}`, { value: patient.id }));
  at('patient').replaceChildren(...options);
  at('state').textContent = resources.length === 0 ? 'No patient found.' : '';
}

async function showEncounters() {
  const patient = encodeURIComponent(at('patient').value);
  const { status, resources } = await server.search(`Encounter?patient=${patient}&_count=20&_sort=-date`);
  refuse(status);
  const options = resources.map((encounter) =>
    element('option', `${day(encounter.period?.start)} ${text(encounter.type?.[0])}`, { value: encounter.id }));
  at('encounter').replaceChildren(element('option', 'none', { value: '' }), ...options);
}

/** Leaves the context with the authorization server, and opens the app with the handle it gives. */
async function launch() {
  const context = { patient: at('patient').value, encounter: at('encounter').value, intent: at('intent').value };
  const chosen = Object.fromEntries(Object.entries(context).filter(([, value]) => value));
  const response = await fetch(launches, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${session.token.access_token}` },
    body: JSON.stringify({ ...chosen, client_id: 'demo-app', need_patient_banner: true }),
  });
  refuse(response.status);
  const { url } = await response.json();
  at('link').href = url;
  at('opened').hidden = false;
  at('state').textContent = 'The app opens in a new tab.';
  window.open(url, '_blank', 'noopener');
}

function refuse(status) {
  if (status === 401) {
    throw new Error('You are no longer signed in.');
  }
  if (status >= 300) {
    throw new Error(`The server answered ${status}.`);
  }
}

function debounced(action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, 250);
  };
}

function fail(failure) {
  at('problem-text').textContent = failure.message;
  at('problem').hidden = false;
}
