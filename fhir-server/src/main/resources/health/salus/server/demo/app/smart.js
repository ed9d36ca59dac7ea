// The protocol of a SMART app: discovery, PKCE, authorization code, refresh.
// https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html

import { verifiedClaims } from './idtoken.js';

/** A request that the server refused; `status` is what it answered. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * Sends the browser to the authorization server of a FHIR server.
 *
 * app: { key, clientId, redirectUri, scope }, request: { iss, launch? }.
 * What is needed when the browser comes back waits in the storage of this tab.
 */
export async function authorize(app, { iss, launch }) {
  if (!globalThis.crypto?.subtle) {
    throw new Error('This page needs a secure connection (https, or localhost).');
  }
  const configuration = await discover(iss);
  if (!configuration.code_challenge_methods_supported?.includes('S256')) {
    throw new Error('The server does not support PKCE with S256.');
  }
  const pending = { iss, configuration, state: random(), verifier: random(), nonce: random(), scope: app.scope };
  sessionStorage.setItem(`${app.key}.pending`, JSON.stringify(pending));
  const url = new URL(configuration.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: app.scope,
    state: pending.state,
    nonce: pending.nonce,
    aud: iss,
    code_challenge: await challenge(pending.verifier),
    code_challenge_method: 'S256',
    ...(launch ? { launch } : {}),
  };
  Object.entries(parameters).forEach(([name, value]) => url.searchParams.set(name, value));
  location.assign(url);
}

/** The session of this tab, after the browser came back with a code or from an earlier load; or null. */
export async function ready(app) {
  const query = new URLSearchParams(location.search);
  if (!query.has('state')) {
    return JSON.parse(sessionStorage.getItem(`${app.key}.session`));
  }
  const pending = JSON.parse(sessionStorage.getItem(`${app.key}.pending`));
  sessionStorage.removeItem(`${app.key}.pending`);
  history.replaceState(null, '', location.pathname); // the code leaves the address bar
  checkAnswer(query, pending);
  const token = await postToken(pending.configuration, {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    code: query.get('code'),
    code_verifier: pending.verifier,
  });
  const user = token.id_token ? await verifiedClaims(token.id_token, pending, app.clientId) : null;
  return keep(app, { ...pending, user, token, expires: expiry(token) });
}

/** Trades the refresh token for new tokens. */
export async function refresh(app, session) {
  const token = await postToken(session.configuration, {
    grant_type: 'refresh_token',
    client_id: app.clientId,
    refresh_token: session.token.refresh_token,
  });
  return keep(app, { ...session, token: { ...session.token, ...token }, expires: expiry(token) });
}

/** Forgets the tokens of this tab. */
export function forget(app) {
  sessionStorage.removeItem(`${app.key}.session`);
}

function checkAnswer(query, pending) {
  if (!pending || query.get('state') !== pending.state) {
    throw new Error('The answer does not belong to a request of this tab. Please start again.');
  }
  const issuer = query.get('iss'); // RFC 9207: from whom the answer is
  if (issuer !== null && issuer !== pending.configuration.issuer) {
    throw new Error('The answer comes from another server than the one that was asked.');
  }
  if (query.has('error')) {
    throw new Refused(query.get('error_description') ?? query.get('error'), 0);
  }
}

async function discover(iss) {
  const url = `${iss.replace(/\/$/, '')}/.well-known/smart-configuration`;
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw new Refused(`${url} answered ${response.status}.`, response.status);
  }
  return response.json();
}

async function postToken(configuration, parameters) {
  const response = await fetch(configuration.token_endpoint, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(parameters),
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(body.error_description ?? body.error ?? 'no reason given', response.status);
  }
  return body;
}

function keep(app, session) {
  sessionStorage.setItem(`${app.key}.session`, JSON.stringify(session));
  return session;
}

function expiry(token) {
  return Date.now() + (token.expires_in ?? 0) * 1000;
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challenge(verifier) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return base64url(new Uint8Array(digest));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
