// Where an EHR, or a person, starts the app: launch.html?iss=…[&launch=…]

import { app } from './settings.js';
import { authorize } from './smart.js';

const query = new URLSearchParams(location.search);
const iss = query.get('iss');
const launch = query.get('launch');

if (iss) {
  const status = document.getElementById('status');
  status.textContent = `Asking ${iss} how to sign in …`;
  authorize(app(launch !== null), { iss, launch }).catch((failure) => {
    status.textContent = `The app could not be started: ${failure.message}`;
    status.setAttribute('role', 'alert');
  });
} else {
  document.getElementById('iss').value = new URL('/fhir', location.href).href;
  document.getElementById('choose').hidden = false;
}
