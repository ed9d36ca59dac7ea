#!/bin/sh
# The first requests of a newcomer, against a server started with ./salus demo.
# Usage: examples/requests.sh [BASE], BASE without /fhir; default http://localhost:8080
# The access token is taken from the variable TOKEN, or printed by ./salus token for the demo's clinician.
set -eu
base=${1:-http://localhost:8080}
token=${TOKEN:-$("$(dirname "$0")/../salus" token --user clinician)}
auth="Authorization: Bearer $token"
patient=159ccf5f-40ac-5405-de4f-b48cdfdb9f2b

echo "# read a patient"
curl -sS --fail-with-body -H "$auth" "$base/fhir/Patient/$patient"

echo; echo "# search the newest HbA1c values"
curl -sS --fail-with-body -H "$auth" "$base/fhir/Observation?patient=$patient&code=http://loinc.org%7C4548-4&_sort=-date&_count=3"

echo; echo "# predict"
curl -sS --fail-with-body -H "$auth" -X POST "$base/fhir/Patient/$patient/\$predict"

echo; echo "# call the CDS Hooks service as an EHR does"
curl -sS --fail-with-body -H "$auth" -X POST "$base/cds-services/salus-risk" -H 'Content-Type: application/json' \
  -d "{\"hook\":\"patient-view\",\"hookInstance\":\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\",\"context\":{\"userId\":\"Practitioner/example\",\"patientId\":\"$patient\"}}"
echo
