package health.salus.server.sealing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** People, with all that a search may look for, and the searches. The same for the same seed. */
final class SearchData {
  static final int PATIENTS = 48;

  private static final List<String> FAMILIES =
      List.of(
          "Quistorp",
          "Quist",
          "Quistgård",
          "Ærøskøbing",
          "de la Vegara",
          "O'Nolanson",
          "Żółtowska");
  private static final List<String> GIVENS =
      List.of("Theodelinde", "Theodora", "Théophile", "Wulfhilde", "Xaveria", "Wulf");
  private static final List<String> CITIES =
      List.of("Kleinmachnow", "Kleinheubach", "Saint-Rémy-de-Provence", "Ouagadougou");
  private static final List<String> NOTES =
      List.of("Sehr blass und fiebrig", "Sehr blass", "Ohne Befund am Knie");
  private static final String TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
  private static final String LONG =
      "Krankenhausnebenstraßenverbindungsweg am ehemaligen Wasserturm neben der Feuerwehr Nummer ";

  private final Random random = new Random(20261124);
  private final List<String> dates = new ArrayList<>();

  /** Values that must not be in the tables, as the resources have them. */
  final List<String> secrets = new ArrayList<>();

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private String date() {
    LocalDate day = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(34_000));
    String whole = day.toString();
    String date =
        switch (random.nextInt(6)) {
          case 0 -> whole.substring(0, 4);
          case 1 -> whole.substring(0, 7);
          default -> whole;
        };
    dates.add(date);
    return date;
  }

  /** A transaction that stores everything under the ids it says. */
  String bundle() {
    secrets.addAll(FAMILIES);
    secrets.addAll(GIVENS);
    secrets.addAll(CITIES);
    secrets.addAll(NOTES);
    secrets.add(LONG.substring(0, 30));
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      entries.add(entry("Practitioner", "practitioner-" + i, person("NPI", i, "")));
      entries.add(entry("RelatedPerson", "related-" + i, person("REL", i, related(i))));
    }
    for (int i = 0; i < PATIENTS; i++) {
      entries.add(entry("Patient", "patient-" + i, person("MR", i, patient(i))));
      entries.add(entry("Observation", "observation-" + i, observation(i)));
      entries.add(entry("Condition", "condition-" + i, condition(i)));
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
        .formatted(String.join(",", entries));
  }

  private static String entry(String type, String id, String content) {
    return "{\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\",%s},\"request\":{\"method\":\"PUT\",\"url\":\"%s/%s\"}}"
        .formatted(type, id, content, type, id);
  }

  private String person(String type, int i, String more) {
    String number = "%s-7%05d31".formatted(type, i);
    String phone = "+49-30-55%03d77".formatted(i);
    secrets.add(number);
    secrets.add(phone);
    List<String> parts = new ArrayList<>();
    if (i % 7 != 6) {
      parts.add(
          "\"name\":[{\"family\":\"%s\",\"given\":[\"%s\",\"%s\"]}]"
              .formatted(pick(FAMILIES), pick(GIVENS), pick(GIVENS)));
    }
    parts.add(
        "\"identifier\":[{\"type\":{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]},\"system\":\"urn:salus:%s\",\"value\":\"%s\"},{\"value\":\"bare-%s\"}]"
            .formatted(TYPE, type, i % 2 == 0 ? "even" : "odd", number, number));
    parts.add(
        "\"telecom\":[{\"system\":\"phone\",\"value\":\"%s\"},{\"system\":\"email\",\"value\":\"mail%d@quistorp.example\"}]"
            .formatted(phone, i));
    parts.add(
        "\"address\":[{\"line\":[\"%s%d\"],\"city\":\"%s\",\"postalCode\":\"1453%d\",\"country\":\"XK\"}]"
            .formatted(LONG, i % 3, pick(CITIES), i % 4));
    if (i % 9 != 8) {
      parts.add("\"birthDate\":\"" + date() + "\"");
    }
    parts.add("\"gender\":\"" + (i % 2 == 0 ? "female" : "male") + "\"");
    return String.join(",", parts) + more;
  }

  private static String patient(int i) {
    return ",\"active\":%s,\"generalPractitioner\":[{\"reference\":\"Practitioner/practitioner-%d\"}]"
        .formatted(i % 3 != 0, i % 5);
  }

  private static String related(int i) {
    return ",\"patient\":{\"reference\":\"Patient/patient-%d\"}".formatted(i);
  }

  private String observation(int i) {
    String value =
        i % 2 == 0
            ? "\"valueString\":\"" + pick(NOTES) + "\""
            : "\"valueQuantity\":{\"value\":%d,\"unit\":\"kg\"}".formatted(40 + i);
    return "\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"%s\"}]},\"subject\":{\"reference\":\"Patient/patient-%d\"},\"effectiveDateTime\":\"2024-0%d-11T10:00:00Z\",%s"
        .formatted(i % 3 == 0 ? "29463-7" : "8302-2", i, 1 + i % 9, value);
  }

  private static String condition(int i) {
    String label =
        i % 4 == 0
            ? "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"PSY\"}]},"
            : "";
    return label
        + "\"code\":{\"coding\":[{\"system\":\"http://example.org/codes\",\"code\":\"code-%d\"}]},\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/condition-clinical\",\"code\":\"active\"}]},\"subject\":{\"reference\":\"Patient/patient-%d\"}"
            .formatted(i % 3, i);
  }

  /** Birth dates that are whole days, as the tables would have them. */
  List<String> days() {
    return dates.stream().filter(date -> date.length() == 10).distinct().toList();
  }

  /** Searches that are answered; what they ask for is there or not. */
  List<String> searches() {
    List<String> searches = new ArrayList<>();
    texts(searches);
    identifiers(searches);
    birthDates(searches);
    chains(searches);
    codes(searches);
    return searches;
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  private void texts(List<String> searches) {
    for (String family : FAMILIES) {
      for (int length : new int[] {1, 3, 5, family.length()}) {
        String start = encoded(family.substring(0, Math.min(length, family.length())));
        searches.add("Patient?family=" + start);
        searches.add("Patient?name=" + start.toLowerCase(Locale.ROOT));
        searches.add("Practitioner?family:exact=" + start);
      }
      searches.add("Patient?family=" + encoded(family) + "," + encoded(pick(FAMILIES)));
      searches.add("Patient?family=" + encoded(family) + "&given=" + encoded(pick(GIVENS)));
      searches.add("Patient?name:exact=" + encoded(family));
      searches.add("Patient?phonetic=" + encoded(family));
      searches.add("Patient?_filter=" + encoded("family eq \"" + family + "\""));
      searches.add("Patient?_filter=" + encoded("family ne \"" + family + "\""));
      searches.add("Patient?_filter=" + encoded("family sw \"" + family.substring(0, 3) + "\""));
    }
    for (String city : CITIES) {
      searches.add("Patient?address-city=" + encoded(city.substring(0, 6)));
      searches.add("Patient?address=" + encoded(city));
      searches.add("Patient?address-city:exact=" + encoded(city));
      searches.add("Practitioner?address=" + encoded(city));
    }
    for (int i = 0; i < 4; i++) {
      searches.add("Patient?address=" + encoded(LONG + i));
      searches.add("Patient?address:exact=" + encoded(LONG + i));
      searches.add("Patient?address=" + encoded(LONG.substring(0, 60 + 4 * i)));
      searches.add("Patient?address-postalcode=1453" + i);
    }
    for (String note : NOTES) {
      searches.add("Observation?value-string=" + encoded(note));
      searches.add("Observation?value-string=" + encoded(note.substring(0, 4)));
      searches.add("Observation?value-string:exact=" + encoded(note));
    }
    for (String parameter :
        List.of("name", "family", "address", "identifier", "birthdate", "phone")) {
      searches.add("Patient?" + parameter + ":missing=true");
      searches.add("Patient?" + parameter + ":missing=false");
    }
  }

  private void identifiers(List<String> searches) {
    for (int i = 0; i < 12; i++) {
      int at = random.nextInt(PATIENTS);
      String number = "MR-7%05d31".formatted(at);
      String system = at % 2 == 0 ? "urn:salus:even" : "urn:salus:odd";
      searches.add("Patient?identifier=" + number);
      searches.add("Patient?identifier=" + encoded(system + "|" + number));
      searches.add("Patient?identifier=" + encoded("urn:salus:none|" + number));
      searches.add("Patient?identifier=" + encoded("|" + number));
      searches.add("Patient?identifier=" + encoded("|bare-" + number));
      searches.add("Patient?identifier=" + encoded("urn:salus:none|x," + system + "|" + number));
      searches.add("Patient?identifier:not=" + encoded(system + "|" + number));
      searches.add("Patient?identifier:of-type=" + encoded(TYPE + "|MR|" + number));
      searches.add("Patient?identifier:of-type=" + encoded(TYPE + "|SS|" + number));
      searches.add("Patient?_filter=" + encoded("identifier eq " + number));
      searches.add("Patient?phone=" + encoded("+49-30-55%03d77".formatted(at)));
      searches.add("Patient?telecom=" + encoded("phone|+49-30-55%03d77".formatted(at)));
      searches.add("Patient?email=" + encoded("mail%d@quistorp.example".formatted(at)));
    }
    searches.add("Patient?identifier=" + encoded("urn:salus:even|"));
    searches.add("Patient?identifier=" + encoded("urn:salus:even|") + "&gender=female");
    searches.add("Patient?telecom=" + encoded("email|"));
    searches.add("Patient?identifier:of-type=" + encoded("no-bar"));
    searches.add("Practitioner?identifier=NPI-70000131,NPI-70000231");
  }

  private void birthDates(List<String> searches) {
    List<String> asked = new ArrayList<>(List.of("1970", "1970-05", "1999-12-31", "2000-02"));
    for (int i = 0; i < 20; i++) {
      String date = pick(dates);
      asked.add(date);
      asked.add(date.substring(0, 4));
    }
    for (String date : asked) {
      for (String prefix : List.of("", "eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap")) {
        searches.add("Patient?birthdate=" + prefix + date);
      }
      searches.add("Patient?birthdate=" + date + "," + pick(dates));
      searches.add("Patient?birthdate=ge" + date + "," + pick(dates));
      searches.add("Patient?birthdate=ge" + date + "&birthdate=lt" + pick(dates));
      searches.add("Patient?birthdate=le" + date + "&birthdate=ge" + pick(dates));
      searches.add("Patient?birthdate=ne" + date + "&birthdate=ne" + pick(dates));
      searches.add("Patient?birthdate=ge" + date + "&gender=male&family=Qu");
      searches.add("RelatedPerson?birthdate=ge" + date);
      for (String operator : List.of("eq", "ne", "gt", "ge", "lt", "le", "sa", "eb")) {
        searches.add("Patient?_filter=" + encoded("birthdate " + operator + " " + date));
      }
    }
    searches.add(
        "Patient?_filter=" + encoded("birthdate ge 1950 and (birthdate lt 1980 or family sw Qu)"));
  }

  private void chains(List<String> searches) {
    for (int i = 0; i < 10; i++) {
      String number = "MR-7%05d31".formatted(random.nextInt(PATIENTS));
      String family = encoded(pick(FAMILIES).substring(0, 4));
      String date = pick(dates);
      searches.add("Observation?subject:Patient.family=" + family);
      searches.add("Observation?patient.name=" + family);
      searches.add("Observation?subject:Patient.identifier=" + number);
      searches.add("Observation?subject.identifier=" + number);
      searches.add("Observation?subject:Patient.birthdate=ge" + date);
      searches.add("Observation?subject.birthdate=lt" + date);
      searches.add("Observation?patient.birthdate=ge" + date + "&patient.birthdate=le2001");
      searches.add("Observation?subject:Patient.general-practitioner.family=" + family);
      searches.add("Observation?subject:Patient.identifier:not=" + number);
      searches.add("Patient?general-practitioner:Practitioner.family=" + family);
      searches.add("Patient?_has:Observation:subject:value-string=Sehr&birthdate=ge" + date);
      searches.add("Patient?_has:RelatedPerson:patient:family=" + family);
      searches.add("Patient?_has:RelatedPerson:patient:birthdate=ge" + date);
      searches.add("Practitioner?_has:Patient:general-practitioner:identifier=" + number);
      searches.add("Practitioner?_has:Patient:general-practitioner:birthdate=lt" + date);
      searches.add("Patient?identifier=" + number + "&_revinclude=Observation:subject");
      searches.add("Observation?patient.identifier=" + number + "&_include=Observation:subject");
      searches.add(
          "Patient?family=" + family + "&birthdate=ge" + date + "&identifier=urn:salus:even%7C");
    }
  }

  private static void codes(List<String> searches) {
    String system = encoded("http://example.org/codes|");
    for (int i = 0; i < 3; i++) {
      searches.add("Condition?code=code-" + i);
      searches.add("Condition?code=" + system + "code-" + i);
      searches.add("Condition?code:not=" + system + "code-" + i);
      searches.add("Condition?code=" + system + "code-" + i + ",x");
      searches.add("Condition?code=code-" + i + "&clinical-status=active");
      searches.add("Condition?_filter=" + encoded("code ne code-" + i));
      searches.add("Patient?_has:Condition:subject:code=code-" + i);
    }
    searches.add("Condition?code=" + system);
    searches.add("Condition?code:missing=false");
    searches.add("Condition?_security=PSY");
    searches.add("Observation?code=29463-7&date=ge2024-03&value-quantity=gt60");
  }

  /** Searches that tokens cannot answer. */
  static List<String> refused() {
    return List.of(
        "Patient?family:contains=uist",
        "Patient?_sort=birthdate",
        "Patient?_sort=-family",
        "Patient?_sort=identifier",
        "RelatedPerson?_sort=patient.birthdate",
        "RelatedPerson?_sort=patient.family",
        "Patient?birthdate=ge1970-05-05T10:00:00Z",
        "Patient?birthdate=ge0800",
        "Patient?identifier:in=urn:salus:none",
        "Patient?identifier:below=urn:salus:even%7Cx",
        "Patient?_filter=" + encoded("family co \"uist\""),
        "Patient?_filter=" + encoded("family gt \"Q\""),
        "Patient?_filter=" + encoded("identifier co 7"),
        "Provenance?agent.birthdate=1970");
  }

  static String joined(List<String> texts) {
    return texts.stream().collect(Collectors.joining("\n"));
  }
}
