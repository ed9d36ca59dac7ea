import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the UCI heart disease files (processed.*.data) into FHIR R4 transaction bundles, one per
 * hospital: {@code java HeartDiseaseMapper.java IN_DIR OUT_DIR}. Ids are stable, so that loading
 * twice changes nothing. Needs nothing but a JDK.
 *
 * <p>Everybody is examined on 1988-07-01; angiography confirms or refutes the disease a day later.
 * Missing values ({@code ?}) and the impossible cholesterol of zero give no Observation.
 */
public final class HeartDiseaseMapper {
  private static final String HEART = "https://salus.health/fhir/CodeSystem/heart-disease";
  private static final String LOINC = "http://loinc.org";
  private static final LocalDate EXAMINED = LocalDate.of(1988, 7, 1);
  private static final Map<String, String> HOSPITALS =
      Map.of(
          "cleveland", "Cleveland Clinic Foundation",
          "hungarian", "Hungarian Institute of Cardiology, Budapest",
          "switzerland", "University Hospitals Zurich and Basel",
          "va", "V.A. Medical Center, Long Beach");

  private final String site;
  private final List<String> entries = new ArrayList<>();

  private HeartDiseaseMapper(String site) {
    this.site = site;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: java HeartDiseaseMapper.java IN_DIR OUT_DIR");
      System.exit(2);
    }
    Path out = Files.createDirectories(Path.of(arguments[1]));
    for (String site : HOSPITALS.keySet().stream().sorted().toList()) {
      List<String> lines = Files.readAllLines(Path.of(arguments[0], "processed." + site + ".data"));
      Path file = out.resolve("heart-" + site + ".json");
      Files.writeString(file, new HeartDiseaseMapper(site).bundle(lines));
      System.out.println(file.getFileName() + ": " + lines.size() + " patients");
    }
  }

  private String bundle(List<String> lines) {
    put("Organization", "heart-" + site, "\"name\":\"" + HOSPITALS.get(site) + "\"");
    int number = 0;
    for (String line : lines) {
      if (!line.isBlank()) {
        patient("heart-%s-%03d".formatted(site, ++number), line.strip().split(","));
      }
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[\n"
        + String.join(",\n", entries)
        + "\n]}\n";
  }

  private void patient(String id, String[] values) {
    LocalDate birth = EXAMINED.minusYears((long) Double.parseDouble(values[0]));
    String gender = isOne(values[1]) ? "male" : "female";
    put(
        "Patient",
        id,
        """
        "identifier":[{"system":"https://salus.health/fhir/heart-disease/%s","value":"%s"}],\
        "gender":"%s","birthDate":"%s","managingOrganization":{"reference":"Organization/heart-%s"}"""
            .formatted(site, id, gender, birth, site));
    coded(id, "chest-pain-type", "Chest pain type", values[2],
        "1", "typical-angina", "2", "atypical-angina", "3", "non-anginal-pain", "4", "asymptomatic");
    measured(id, LOINC, "8480-6", "Systolic blood pressure", values[3], "mm[Hg]", true);
    measured(id, LOINC, "2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", values[4], "mg/dL", true);
    flagged(id, "fasting-glucose-above-120", "Fasting glucose above 120 mg/dL", values[5]);
    coded(id, "resting-ecg", "Resting electrocardiogram", values[6],
        "0", "normal-ecg", "1", "st-t-abnormality", "2", "left-ventricular-hypertrophy");
    measured(id, HEART, "maximum-heart-rate-exercise", "Maximum heart rate in the exercise test", values[7], "/min", true);
    flagged(id, "exercise-induced-angina", "Exercise induced angina", values[8]);
    measured(id, HEART, "st-depression-exercise", "ST depression by exercise", values[9], "mm", false);
    coded(id, "st-slope-exercise", "Slope of the ST segment at peak exercise", values[10],
        "1", "st-slope-up", "2", "st-slope-flat", "3", "st-slope-down");
    measured(id, HEART, "major-vessels-fluoroscopy", "Major vessels coloured by fluoroscopy", values[11], "{vessels}", false);
    coded(id, "thallium-scan", "Thallium scan", values[12],
        "3", "no-defect", "6", "fixed-defect", "7", "reversible-defect");
    angiography(id, Double.parseDouble(values[13]) > 0);
  }

  private void measured(
      String id, String system, String code, String display, String value, String unit, boolean zeroIsMissing) {
    if (value.equals("?") || zeroIsMissing && Double.parseDouble(value) == 0) {
      return;
    }
    String number = new java.math.BigDecimal(value).stripTrailingZeros().toPlainString();
    observation(id, system, code, display,
        "\"valueQuantity\":{\"value\":%s,\"unit\":\"%s\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"%s\"}"
            .formatted(number, unit, unit));
  }

  private void flagged(String id, String code, String display, String value) {
    if (!value.equals("?")) {
      observation(id, HEART, code, display, "\"valueBoolean\":" + isOne(value));
    }
  }

  /** The codes come as pairs: the number in the file, our code. Other numbers are missing values. */
  private void coded(String id, String code, String display, String value, String... pairs) {
    for (int i = 0; i < pairs.length && !value.equals("?"); i += 2) {
      if (Double.parseDouble(value) == Double.parseDouble(pairs[i])) {
        observation(id, HEART, code, display,
            "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}"
                .formatted(HEART, pairs[i + 1]));
      }
    }
  }

  private void observation(String patient, String system, String code, String display, String value) {
    put(
        "Observation",
        patient + "-" + code,
        """
        "status":"final","code":{"coding":[{"system":"%s","code":"%s","display":"%s"}]},\
        "subject":{"reference":"Patient/%s"},"effectiveDateTime":"%sT08:00:00Z",%s"""
            .formatted(system, code, display, patient, EXAMINED, value));
  }

  private void angiography(String patient, boolean diseased) {
    put(
        "Condition",
        patient + "-angiography",
        """
        "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},\
        "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"%s"}]},\
        "code":{"coding":[{"system":"http://snomed.info/sct","code":"53741008","display":"Coronary arteriosclerosis"}]},\
        "subject":{"reference":"Patient/%s"},"onsetDateTime":"%s","recordedDate":"%s\""""
            .formatted(diseased ? "confirmed" : "refuted", patient, EXAMINED.plusDays(1), EXAMINED.plusDays(1)));
  }

  private void put(String type, String id, String content) {
    entries.add(
        "{\"fullUrl\":\"https://salus.health/fhir/%s/%s\",\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\",%s},"
                .formatted(type, id, type, id, content)
            + "\"request\":{\"method\":\"PUT\",\"url\":\"%s/%s\"}}".formatted(type, id));
  }

  private static boolean isOne(String value) {
    return Double.parseDouble(value) == 1;
  }
}
