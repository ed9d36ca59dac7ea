// How this app is registered, and what it asks for.

const CHART = ['Patient', 'Condition', 'MedicationRequest', 'AllergyIntolerance', 'Observation'];
const COMMON = ['openid', 'fhirUser', ...CHART.map((type) => `patient/${type}.rs`), 'patient/RiskAssessment.rs'];

/** The app towards the authorization server; started from an EHR it asks for less. */
export function app(fromEhr) {
  const own = fromEhr ? ['launch', 'online_access'] : ['launch/patient', 'offline_access'];
  return {
    key: 'salus-demo-app',
    clientId: 'demo-app',
    redirectUri: new URL('./', location.href.split(/[?#]/)[0]).href,
    scope: [...own, ...COMMON].join(' '),
  };
}
