package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;

/** Reads from a provision what it asks of a resource. Not thread-safe. */
final class DataCriteriaReader {
  private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
  private static final String DEFINITION = "/StructureDefinition/";
  private static final String FHIR_DEFINITION = "http://hl7.org/fhir/StructureDefinition/";

  private final Faults faults;

  DataCriteriaReader(Faults faults) {
    this.faults = faults;
  }

  SecurityLabels labels(List<Coding> stated, String path) {
    return faults.soundOr(SecurityLabels.NONE, () -> readLabels(stated, path));
  }

  private SecurityLabels readLabels(List<Coding> stated, String path) {
    Set<Confidentiality> levels = EnumSet.noneOf(Confidentiality.class);
    Set<String> sensitivities = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (int i = 0; i < stated.size(); i++) {
      Coding label = stated.get(i);
      String place = path + ".securityLabel[" + i + "]";
      if (!label.hasCode() || !label.hasSystem()) {
        faults.add(place, FaultCode.LABEL_WITHOUT_CODE);
      } else if (label.getSystem().equals(Confidentiality.SYSTEM)) {
        Optional<Confidentiality> level = Confidentiality.of(label.getCode());
        level.ifPresent(levels::add);
        if (level.isEmpty()) {
          faults.add(place, FaultCode.LABEL_UNKNOWN);
        }
      } else if (label.getSystem().equals(ResourceFacts.ACT_CODE)) {
        sensitivities.add(label.getCode());
      } else {
        others.add(label.getSystem() + "|" + label.getCode());
      }
    }
    return new SecurityLabels(levels, sensitivities, others);
  }

  Classes classes(List<Coding> stated, String path) {
    return faults.soundOr(Classes.NONE, () -> readClasses(stated, path));
  }

  private Classes readClasses(List<Coding> stated, String path) {
    Set<String> types = new HashSet<>();
    Set<Long> codes = new HashSet<>();
    for (int i = 0; i < stated.size(); i++) {
      String system = stated.get(i).hasSystem() ? stated.get(i).getSystem() : "";
      String code = stated.get(i).hasCode() ? stated.get(i).getCode() : "";
      boolean ofType = system.equals(RESOURCE_TYPES) || code.contains(DEFINITION);
      String type =
          code.startsWith(FHIR_DEFINITION) ? code.substring(FHIR_DEFINITION.length()) : code;
      boolean unknown = ofType ? !isResourceType(type) : system.isEmpty();
      if (code.isEmpty() || unknown) {
        faults.add(path + ".class[" + i + "]", FaultCode.CLASS_UNKNOWN);
      } else if (ofType) {
        types.add(type);
      } else {
        codes.add(ResourceFacts.code(system, code));
      }
    }
    return new Classes(types, codes);
  }

  private static boolean isResourceType(String name) {
    for (ResourceType type : ResourceType.values()) {
      if (type.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  Set<Long> codes(List<CodeableConcept> stated, String path) {
    return faults.soundOr(Set.of(), () -> readCodes(stated, path));
  }

  private Set<Long> readCodes(List<CodeableConcept> stated, String path) {
    Set<Long> codes = new HashSet<>();
    for (int i = 0; i < stated.size(); i++) {
      List<Long> hashes =
          stated.get(i).getCoding().stream()
              .filter(coding -> coding.hasSystem() && coding.hasCode())
              .map(coding -> ResourceFacts.code(coding.getSystem(), coding.getCode()))
              .toList();
      if (hashes.isEmpty()) {
        faults.add(path + ".code[" + i + "]", FaultCode.CODE_MISSING);
      }
      codes.addAll(hashes);
    }
    return codes;
  }

  List<DataReference> data(List<provisionDataComponent> stated, String path) {
    return faults.soundOr(List.of(), () -> readData(stated, path));
  }

  private List<DataReference> readData(List<provisionDataComponent> stated, String path) {
    List<DataReference> references = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      String place = path + ".data[" + i + "]";
      @Nullable ConsentDataMeaning meaning = stated.get(i).getMeaning();
      @Nullable String reference = stated.get(i).getReference().getReference();
      if (meaning == null || meaning == ConsentDataMeaning.NULL) {
        faults.add(place + ".meaning", FaultCode.DATA_MEANING_MISSING);
      } else if (reference == null) {
        faults.add(place + ".reference", FaultCode.DATA_WITHOUT_REFERENCE);
      } else {
        Optional<Address> address = Address.of(reference);
        if (address.isEmpty()) {
          faults.add(place + ".reference", FaultCode.DATA_REFERENCE_UNREADABLE);
        }
        address.ifPresent(to -> references.add(new DataReference(to, meaning(meaning))));
      }
    }
    return references;
  }

  private static DataReference.Meaning meaning(ConsentDataMeaning meaning) {
    return DataReference.Meaning.valueOf(meaning.name().toUpperCase(Locale.ROOT));
  }
}
