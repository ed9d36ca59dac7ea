// "What the server saw": the scopes asked for, granted and refused, the token's end, and each answer.

import { element } from './element.js';

/** What became of each requested scope: granted as it is, limited to a part, or refused. */
export function compare(requested, granted) {
  const asked = words(requested);
  const given = words(granted);
  const partsOf = (scope) => given.filter((other) => !asked.includes(other) && isPart(other, scope));
  return {
    asked,
    given,
    limited: asked.filter((scope) => !given.includes(scope) && partsOf(scope).length > 0),
    refused: asked.filter((scope) => !given.includes(scope) && partsOf(scope).length === 0),
  };
}

/** Shows the scopes of a session. */
export function showScopes({ scope, token }) {
  const { asked, given, limited, refused } = compare(scope, token.scope);
  fill('requested', asked);
  fill('granted', given);
  fill('limited', limited);
  fill('refused', refused);
}

/** Shows when the access token ends. */
export function showExpiry(expires) {
  const seconds = Math.max(0, Math.round((expires - Date.now()) / 1000));
  const at = new Date(expires).toLocaleTimeString();
  document.getElementById('expiry').textContent = seconds > 0 ? `${at} (in ${seconds} s)` : `${at} (has ended)`;
}

/** Adds one request to the list of answers. */
export function showAnswer({ method, path, status }) {
  const row = element(
    'tr',
    element('td', method),
    element('td', path, { class: 'path' }),
    element('td', String(status), { class: status < 300 ? 'good' : 'bad' }),
  );
  document.getElementById('answers').append(row);
}

function words(scopes) {
  return (scopes ?? '').split(' ').filter(Boolean);
}

function isPart(part, whole) {
  const [context, what] = whole.split('/');
  return what !== undefined && (part.startsWith(`${whole}?`) || (what.startsWith('*.') && part.startsWith(`${context}/`)));
}

function fill(id, scopes) {
  const items = scopes.length > 0 ? scopes.map((scope) => element('li', element('code', scope))) : [element('li', 'none')];
  document.getElementById(id).replaceChildren(...items);
}
