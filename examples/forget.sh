#!/bin/sh
# Forgets a patient, against a server started with ./salus demo: the privacy officer sends a reason and gets a
# confirmation, sends the confirmation and gets a signed certificate; then the patient is gone. An administrator creates the
# patient for this.
# Usage: examples/forget.sh [BASE], BASE without /fhir; default http://localhost:8080
# Access tokens are taken from the variables ADMIN and OFFICER, or printed by ./salus token.
set -eu
here=$(dirname "$0")
base=${1:-http://localhost:8080}
token() { "$here/../salus" token "$@"; }
admin="Authorization: Bearer ${ADMIN:-$(token --user admin)}"
officer="Authorization: Bearer ${OFFICER:-$(token --user privacy --scope 'user/*.rs user/Patient.d')}"
json='Content-Type: application/json'

post() { # token, address under the FHIR base, body
  curl -sS --fail-with-body -H "$1" -H "$json" -d "$3" "$base/fhir/$2"
}
parameter() { # name, value
  printf '{"resourceType":"Parameters","parameter":[{"name":"%s","valueString":"%s"}]}' "$1" "$2"
}
value() { # of the parameter with this name, on standard input
  grep -o "\"name\":\"$1\",\"value[A-Za-z]*\":\"[^\"]*\"" | sed 's/.*:"//; s/"$//'
}

id=$(post "$admin" Patient '{"resourceType":"Patient","name":[{"family":"Forgettable"}]}' |
  grep -o '"id":"[^"]*"' | sed -n '1s/"id":"\(.*\)"/\1/p')
echo "# the privacy officer says why, and nothing is forgotten yet"
confirmation=$(post "$officer" "Patient/$id/\$forget" "$(parameter reason 'asked for it by letter')" | value confirmation)
curl -sS -o /dev/null -w 'the patient is read: %{http_code}\n' -H "$officer" "$base/fhir/Patient/$id"
echo "# the privacy officer confirms"
certificate=$(post "$officer" "Patient/$id/\$forget" "$(parameter confirmation "$confirmation")" | value certificate)
curl -sS -o /dev/null -w 'the patient is read: %{http_code}\n' -H "$officer" "$base/fhir/Patient/$id"
echo "# the certificate, to be checked with the key set at $base/oauth/jwks"
echo "$certificate"
