package health.salus.server.cds;

import health.salus.ml.feature.RecordNeeds;
import health.salus.ml.feature.Token;
import health.salus.server.models.RecordReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Derives what an EHR should prefetch from what a model reads. */
public final class PrefetchTemplates {
  private static final String PATIENT = "{{context.patientId}}";

  private PrefetchTemplates() {}

  public static Map<String, String> of(RecordNeeds needs) {
    Map<String, String> templates = new TreeMap<>();
    templates.put("patient", "Patient/" + PATIENT);
    for (String type : needs.resourceTypes()) {
      if (!type.equals("Patient")) {
        templates.put(type.toLowerCase(Locale.ROOT) + "s", template(type, needs.codesOf(type)));
      }
    }
    return templates;
  }

  private static String template(String type, List<Token> codes) {
    String parameter = RecordReader.codeParameter(type);
    String coded =
        codes.isEmpty()
            ? ""
            : codes.stream()
                .map(code -> code.system() + "|" + code.code())
                .collect(Collectors.joining(",", "&" + parameter + "=", ""));
    String newest = type.equals("Observation") ? "&_sort=-date&_count=200" : "";
    return type + "?patient=" + PATIENT + coded + newest;
  }
}
