// Checks an id_token: signature, issuer, audience, nonce, expiry.
// https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation

/** The claims of a genuine id_token; anything else is an error. */
export async function verifiedClaims(idToken, { configuration, nonce }, clientId) {
  const [header, payload, signature] = idToken.split('.');
  const { alg, kid } = parsed(header);
  if (alg !== 'RS256') {
    throw new Error('The id_token is not signed with RS256.');
  }
  const keys = await (await fetch(configuration.jwks_uri)).json();
  const jwk = keys.keys.find((key) => key.kid === kid && key.kty === 'RSA');
  if (!jwk) {
    throw new Error('The id_token is signed with a key that the server does not publish.');
  }
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', { kty: 'RSA', n: jwk.n, e: jwk.e }, algorithm, false, ['verify']);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  if (!(await crypto.subtle.verify(algorithm, key, bytes(signature), signed))) {
    throw new Error('The signature of the id_token is wrong.');
  }
  const claims = parsed(payload);
  const audiences = [claims.aud].flat();
  if (claims.iss !== configuration.issuer || !audiences.includes(clientId) || claims.nonce !== nonce) {
    throw new Error('The id_token was made for another app or another sign-in.');
  }
  if (claims.exp * 1000 < Date.now()) {
    throw new Error('The id_token has expired.');
  }
  return claims;
}

function parsed(part) {
  return JSON.parse(new TextDecoder().decode(bytes(part)));
}

function bytes(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
