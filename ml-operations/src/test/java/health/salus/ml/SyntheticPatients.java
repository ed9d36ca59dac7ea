package health.salus.ml;

import health.salus.ml.feature.PatientRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Patients in whom a rising HbA1c comes before diabetes. */
public final class SyntheticPatients {
  private SyntheticPatients() {}

  public static List<PatientRecord> cohort(int size) {
    Random random = new Random(7);
    List<PatientRecord> records = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      records.add(patient("p" + i, random));
    }
    return records;
  }

  private static PatientRecord patient(String id, Random random) {
    List<Resource> resources = new ArrayList<>();
    resources.add(person(id));
    double hba1c = 4.8 + random.nextDouble();
    double slope = random.nextDouble() * 0.4;
    for (int year = 2012; year <= 2022; year++) {
      hba1c += slope;
      String date = year + "-03-01T09:00:00Z";
      resources.add(observation(id, year + "-a", "4548-4", hba1c, "%", date));
      resources.add(observation(id, year + "-b", "39156-5", 24 + slope * 20, "kg/m2", date));
      if (hba1c > 6.5 + random.nextGaussian() * 0.3) {
        resources.add(diabetes(id, year + "-03-01T10:00:00Z"));
        break;
      }
    }
    return new PatientRecord(id, resources);
  }

  public static Patient person(String id) {
    Patient patient = new Patient();
    patient.setId(id);
    patient.setGender(AdministrativeGender.MALE);
    patient.getBirthDateElement().setValueAsString("1970-05-05");
    return patient;
  }

  public static Observation observation(
      String patient, String id, String loinc, double value, String unit, String date) {
    Observation observation = new Observation();
    observation.setId(patient + "-" + id);
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setSubject(new Reference("Patient/" + patient));
    observation.setCode(
        new CodeableConcept().addCoding(new Coding("http://loinc.org", loinc, null)));
    observation.setEffective(new DateTimeType(date));
    observation.setValue(new Quantity().setValue(value).setCode(unit).setUnit(unit));
    return observation;
  }

  public static Condition diabetes(String patient, String date) {
    Condition condition = new Condition();
    condition.setId(patient + "-diabetes");
    condition.setSubject(new Reference("Patient/" + patient));
    condition.setCode(
        new CodeableConcept().addCoding(new Coding("http://snomed.info/sct", "44054006", null)));
    condition.setOnset(new DateTimeType(date));
    return condition;
  }
}
