#!/bin/sh
# Shows how a consent changes access, against a server started with ./salus demo: four requests for one record; a consent
# that denies everybody, and the same requests; break-glass, the requests, the explanation; the consent is withdrawn.
# Usage: examples/consents.sh [BASE], BASE without /fhir; default http://localhost:8080
# Access tokens are taken from the variables CLINICIAN, APP, PATIENT and OFFICER, or printed by ./salus token.
# Break-glass lasts for an hour: until then a second run shows the clinician the record in spite of the consent.
set -eu
here=$(dirname "$0")
base=${1:-http://localhost:8080}
id=159ccf5f-40ac-5405-de4f-b48cdfdb9f2b
token() { "$here/../salus" token "$@"; }
clinician="Authorization: Bearer ${CLINICIAN:-$(token --user clinician)}"
app="Authorization: Bearer ${APP:-$(token --user clinician --patient $id --scope 'patient/*.rs')}"
patient="Authorization: Bearer ${PATIENT:-$(token --user patient --scope 'patient/*.rs patient/Consent.cruds')}"
officer="Authorization: Bearer ${OFFICER:-$(token --user privacy)}"
json='Content-Type: application/json'

look() {
  echo "# $1"
  curl -sS -o /dev/null -w 'the clinician reads: %{http_code}\n' -H "$clinician" "$base/fhir/Patient/$id"
  printf 'the app that the clinician launched counts: '
  curl -sS --fail-with-body -H "$app" "$base/fhir/Observation?patient=$id&_summary=count" | grep -o '"total":[0-9]*'
  curl -sS -o /dev/null -w 'predict: %{http_code}\n' -H "$clinician" -X POST "$base/fhir/Patient/$id/\$predict"
  curl -sS -o /dev/null -w 'the card: %{http_code}\n' -H "$clinician" -H "$json" \
    -d "@$here/cds-hooks/patient-view.json" "$base/cds-services/salus-risk"
}

ask() { # token, what for, address under the FHIR base, body
  echo "# $2"
  curl -sS --fail-with-body -H "$1" -H "$json" -d "$4" "$base/fhir/$3"
  echo
}

look "before"
ask "$patient" "the patient's own app says no" Consent "@$here/patient-says-no.json"
look "after the no"
ask "$clinician" "the clinician breaks the glass" "Patient/$id/\$break-glass" \
  '{"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"unconscious in the emergency room"}]}'
look "behind the broken glass"
ask "$officer" "the privacy officer asks why" "Patient/$id/\$explain-access" "@$here/explain-clinician.json"
echo "# the patient takes the no back"
curl -sS --fail-with-body -H "$patient" -X DELETE "$base/fhir/Consent?identifier=http://example.org/consents%7Csays-no"
echo
look "in the end"
