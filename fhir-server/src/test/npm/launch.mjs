// Registers an app, launches it standalone with the real fhirclient library, signs in as a person would
// and prints, as one line of JSON, what the library got.
//
// FHIR_BASE, SERVER_ROOT, SALUS_USER and SALUS_PASSWORD come from the environment.

import { createServer } from 'node:http';
import smart from 'fhirclient';
import { Person } from './person.mjs';

const { FHIR_BASE, SERVER_ROOT, SALUS_USER, SALUS_PASSWORD } = process.env;
const SCOPE =
  'launch/patient openid fhirUser offline_access patient/Patient.rs patient/Observation.rs patient/Condition.rs';

const stored = new Map();
const storage = {
  get: async (key) => stored.get(key),
  set: async (key, value) => stored.set(key, value),
  unset: async (key) => stored.delete(key),
};

const server = createServer((request, response) => {
  const path = request.url.split('?')[0];
  const handle = path === '/launch' ? launch : path === '/app' ? app : null;
  if (!handle) {
    response.writeHead(404).end();
    return;
  }
  handle(request, response).catch((failure) => {
    response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(failure.stack ?? failure));
  });
});

server.listen(0, '127.0.0.1', () => {
  run()
    .then((result) => console.log(JSON.stringify(result)))
    .catch((failure) => {
      console.error(failure);
      process.exitCode = 1;
    })
    .finally(() => server.close());
});

function own(path) {
  return `http://127.0.0.1:${server.address().port}${path}`;
}

async function run() {
  stored.set('client_id', await register());
  const person = new Person(SALUS_USER, SALUS_PASSWORD, 'patient/Condition.rs');
  const { url, text } = await person.open(own('/launch'));
  if (!url.startsWith(own('/app')) || !text.startsWith('{')) {
    throw new Error(`the browser ended at ${url}: ${text}`);
  }
  return JSON.parse(text);
}

async function register() {
  const response = await fetch(`${SERVER_ROOT}/oauth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      client_name: 'fhirclient in a test',
      token_endpoint_auth_method: 'none',
      redirect_uris: [own('/app')],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: SCOPE,
    }),
  });
  const registered = await response.json();
  if (!response.ok) {
    throw new Error(`registration answered ${response.status}: ${JSON.stringify(registered)}`);
  }
  return registered.client_id;
}

/** SMART.authorize: discovery, PKCE, and the way to the authorization server. */
async function launch(request, response) {
  await smart(request, response, storage).authorize({
    iss: FHIR_BASE,
    clientId: stored.get('client_id'),
    scope: SCOPE,
    redirectUri: own('/app'),
    pkceMode: 'required',
  });
}

/** SMART.ready: the code becomes a token; then the library reads, refreshes, and reads again. */
async function app(request, response) {
  const client = await smart(request, response, storage).ready();
  const patient = await client.patient.read();
  const observations = await client.patient.request('Observation?_count=5');
  const refused = await client.patient.request('Condition?_count=1').then(
    () => 0,
    (failure) => failure.statusCode ?? failure.status ?? -1,
  );
  const before = client.state.tokenResponse.access_token;
  await client.refresh();
  const again = await client.patient.read({ cache: 'no-store' });
  const result = {
    patient: patient.id,
    fhirUser: client.getFhirUser(),
    granted: client.state.tokenResponse.scope,
    observations: observations.entry.map((entry) => entry.resource.subject.reference),
    refusedStatus: refused,
    refreshed: client.state.tokenResponse.access_token !== before,
    patientAfterRefresh: again.id,
  };
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(result));
}
