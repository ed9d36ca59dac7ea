package health.salus.storage.facts;

import health.salus.interceptors.consent.Confidentiality;
import health.salus.interceptors.consent.ResourceFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a resource what consent needs to know, in one walk over its elements. Every patient
 * whom a resource names has a say, wherever it is named: to show the name is to tell of the
 * patient. Pure and thread-safe.
 */
public final class FactsReader {
  private static final Set<String> AUTHORING =
      Set.of(
          "agent",
          "asserter",
          "author",
          "enterer",
          "informationSource",
          "performer",
          "recorder",
          "requester",
          "sender");

  /** Codes of v3-ActCode that are handling instructions, not sensitivity codes. */
  private static final Set<String> HANDLING = Set.of("NORDSCLCD", "PROCESSINLINELABEL");

  /** The resource's own facts; inherited ones are added when it is stored. */
  public ResourceFacts read(Resource resource) {
    Walk walk = new Walk();
    List<Property> elements = resource.children();
    for (Property child : elements) {
      boolean authoring = AUTHORING.contains(child.getName());
      for (Base value : child.getValues()) {
        walk.visit(value, authoring);
      }
    }
    String type = resource.fhirType();
    String address = type + "/" + resource.getIdElement().getIdPart();
    if (type.equals("Patient") && resource.getIdElement().hasIdPart()) {
      walk.patients.add(resource.getIdElement().getIdPart());
    }
    ClinicalPeriod time = ClinicalPeriod.of(elements);
    Labels labels = Labels.of(resource.getMeta(), walk.inline);
    return new ResourceFacts(
        type,
        address,
        walk.patients,
        labels.confidentiality(),
        labels.sensitivities(),
        labels.others(),
        time.from(),
        time.to(),
        walk.authors,
        walk.references,
        walk.codes);
  }

  /** Security labels, sorted by what they say. */
  record Labels(Confidentiality confidentiality, Set<String> sensitivities, Set<String> others) {
    static Labels of(Meta meta, List<Coding> inline) {
      Set<String> sensitivities = new HashSet<>();
      Set<String> others = new HashSet<>();
      Optional<Confidentiality> level = Optional.empty();
      List<Coding> all = new ArrayList<>(meta.getSecurity());
      all.addAll(inline);
      for (Coding label : all) {
        String code = String.valueOf(label.getCode());
        if (Confidentiality.SYSTEM.equals(label.getSystem())) {
          // An unknown level counts as the highest.
          Confidentiality found = Confidentiality.of(code).orElse(Confidentiality.V);
          level = level.filter(known -> known.compareTo(found) >= 0).or(() -> Optional.of(found));
        } else if (ResourceFacts.ACT_CODE.equals(label.getSystem())) {
          sensitivities.add(code);
        } else {
          others.add(label.getSystem() + "|" + code);
        }
      }
      sensitivities.removeAll(HANDLING);
      Confidentiality unsaid = sensitivities.isEmpty() ? Confidentiality.N : Confidentiality.R;
      return new Labels(level.orElse(unsaid), sensitivities, others);
    }
  }

  /** Collects the facts found in a walk over a resource. */
  private static final class Walk {
    private static final String INLINE_LABEL =
        "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    private final Set<String> patients = new HashSet<>();
    private final Set<String> authors = new HashSet<>();
    private final Set<String> references = new HashSet<>();
    private final Set<Long> codes = new HashSet<>();
    private final List<Coding> inline = new ArrayList<>();

    private void visit(Base element, boolean authoring) {
      if (element instanceof Meta || element instanceof Narrative) {
        return;
      }
      if (element instanceof Extension extension
          && INLINE_LABEL.equals(extension.getUrl())
          && extension.getValue() instanceof Coding label) {
        inline.add(label);
        return;
      }
      if (element instanceof Coding coding && coding.hasCode()) {
        codes.add(ResourceFacts.code(String.valueOf(coding.getSystem()), coding.getCode()));
      } else if (element instanceof Reference reference) {
        refer(reference.getReference(), authoring);
      } else if (element instanceof Attachment attachment) {
        refer(attachment.getUrl(), false);
      }
      if (element.isPrimitive() && plain(element)) {
        return;
      }
      for (Property child : element.children()) {
        for (Base value : child.getValues()) {
          visit(value, authoring);
        }
      }
    }

    private static boolean plain(Base primitive) {
      return !(primitive instanceof Element element) || !element.hasExtension();
    }

    private void refer(@Nullable String text, boolean authoring) {
      if (text == null || text.startsWith("#")) {
        return;
      }
      IdType id = new IdType(text);
      if (!id.hasResourceType() || !id.hasIdPart()) {
        return;
      }
      String address = id.getResourceType() + "/" + id.getIdPart();
      references.add(address);
      if (authoring) {
        authors.add(address);
      }
      if (id.getResourceType().equals("Patient")) {
        patients.add(id.getIdPart());
      }
    }
  }
}
