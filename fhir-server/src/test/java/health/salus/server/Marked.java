package health.salus.server;

/** Patients and observations that one test can tell from those of all others by its key. */
record Marked(TestServer server, String key) {

  String patient(String family, String birthDate) {
    return server.create(
        """
        {"resourceType":"Patient","meta":{%s,"profile":["http://example.org/%s"],
           "source":"urn:source:%s","security":[{"system":"urn:label","code":"%s"}]},
         "text":{"status":"generated",
           "div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
         "identifier":[{"system":"urn:s","value":"%s"}],"name":[{"family":"%s"}],
         "birthDate":"%s","photo":[{"title":"p"}],"maritalStatus":{"coding":[{"code":"M"}]}}"""
            .formatted(tag(), key, key, key, key, family, birthDate));
  }

  /** A patient by what may be sorted by; names and birth dates are sealed. */
  String death(String gender, String date) {
    return server.create(
        """
        {"resourceType":"Patient","identifier":[{"system":"urn:s","value":"%s"}],"gender":"%s",
         "deceasedDateTime":"%s"}"""
            .formatted(key, gender, date));
  }

  String observation(String patient) {
    return server.create(
        """
        {"resourceType":"Observation","meta":{%s},"status":"final",
         "code":{"coding":[{"system":"urn:code","code":"code-%s"}]},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(tag(), key, patient));
  }

  String tag() {
    return "\"tag\":[{\"system\":\"urn:tag\",\"code\":\"%s\"}]".formatted(key);
  }
}
