// The app itself: who the patient is, the chart, and what the server saw.

import { banner, readChart, sections } from './chart.js';
import { FhirServer, shortReference } from './fhir.js';
import { showAnswer, showExpiry, showScopes } from './panel.js';
import { app as settings } from './settings.js';
import { forget, ready, refresh } from './smart.js';
import { applyStyle } from './style.js';

const app = settings(false);
const at = (id) => document.getElementById(id);
let session = null;

start().catch(fail);

async function start() {
  session = await ready(app);
  if (!session) {
    at('welcome').hidden = false;
    return;
  }
  at('session').hidden = false;
  at('refresh').hidden = !session.token.refresh_token;
  at('refresh').addEventListener('click', () => refreshToken().catch(fail));
  at('reload').addEventListener('click', () => load().catch(fail));
  at('end').addEventListener('click', end);
  setInterval(() => session && showExpiry(session.expires), 1000);
  await applyStyle(session.token.smart_style_url);
  await load();
}

async function load() {
  at('answers').replaceChildren();
  at('state').textContent = 'Loading …';
  showSession();
  const patient = session.token.patient;
  if (!patient) {
    at('state').textContent = 'The server named no patient.';
    return;
  }
  const chart = await readChart(new FhirServer(session.iss, session.token.access_token, showAnswer), patient);
  if (chart.person.status === 401) {
    withdrawn();
    return;
  }
  at('banner').hidden = session.token.need_patient_banner === false;
  at('banner').replaceChildren(...banner(chart.person.body, patient));
  at('chart').replaceChildren(...sections(chart));
  at('state').textContent = 'Loaded.';
}

async function refreshToken() {
  try {
    session = await refresh(app, session);
  } catch (failure) {
    if (failure.status === 400 || failure.status === 401) {
      withdrawn();
      return;
    }
    throw failure;
  }
  showSession();
  const count = Number(at('refreshes').textContent) + 1;
  at('refreshes').textContent = String(count);
  at('state').textContent = 'The token was refreshed.';
}

function showSession() {
  at('server').textContent = session.iss;
  at('user').textContent = shortReference(session.user?.fhirUser);
  at('visit').textContent = session.token.encounter ?? 'none';
  at('intent').textContent = session.token.intent ?? 'for nothing in particular';
  showScopes(session);
  showExpiry(session.expires);
}

/** The server no longer takes the token: nothing of the patient stays on the screen. */
function withdrawn() {
  forget(app);
  session = null;
  at('chart').replaceChildren();
  at('chart-side').hidden = true;
  at('banner').replaceChildren();
  at('banner').hidden = true;
  at('state').textContent = '';
  at('expiry').textContent = 'no longer accepted';
  ['refresh', 'reload', 'end'].forEach((id) => { at(id).hidden = true; });
  at('withdrawn').hidden = false;
  at('withdrawn').focus();
}

function end() {
  forget(app);
  location.assign(app.redirectUri);
}

function fail(failure) {
  at('problem-text').textContent = failure.message;
  at('problem').hidden = false;
  at('welcome').hidden = session !== null;
}
