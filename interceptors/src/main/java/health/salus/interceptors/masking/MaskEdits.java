package health.salus.interceptors.masking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Everything in one resource, but for resources inside it, that its caller's masks change: what the
 * rules name, the extensions that repeat it, what references repeat of the masked elements of their
 * target, and the narrative as soon as there is anything else. The first rule that names an element
 * decides. Thread-safe.
 */
final class MaskEdits {
  private static final ElementPath NARRATIVE = ElementPath.parse("descendants().ofType(Narrative)");

  private final ElementSearch search;

  MaskEdits(ElementModel model) {
    this.search = new ElementSearch(model);
  }

  List<MaskEdit> of(Masks masks, Resource resource, Set<String> labels) {
    List<MaskingRule> rules = masks.of(resource.fhirType(), labels);
    Set<String> repeating =
        rules.stream().flatMap(rule -> rule.extensions().stream()).collect(Collectors.toSet());
    Map<String, List<MaskingRule>> anywhere =
        rules.stream()
            .filter(rule -> rule.path().descendantsOfType().isPresent())
            .collect(Collectors.groupingBy(rule -> rule.path().descendantsOfType().orElseThrow()));
    IdentityHashMap<MaskingRule, List<Occurrence>> found = new IdentityHashMap<>();
    List<MaskEdit> repeated = new ArrayList<>();
    search.visit(
        resource,
        element -> {
          for (MaskingRule rule : anywhere.getOrDefault(element.value().fhirType(), List.of())) {
            search.below(
                element, rule.path(), found.computeIfAbsent(rule, key -> new ArrayList<>()));
          }
          if (element.value() instanceof Extension extension
              && repeating.contains(extension.getUrl())) {
            repeated.add(new MaskEdit(new MaskAction.Omit(), element));
          } else if (element.value() instanceof Reference reference) {
            repeated(masks, resource, reference, repeated);
          }
        });
    return inOrder(resource, rules, found, repeated);
  }

  private List<MaskEdit> inOrder(
      Resource resource,
      List<MaskingRule> rules,
      IdentityHashMap<MaskingRule, List<Occurrence>> anywhere,
      List<MaskEdit> repeated) {
    List<MaskEdit> edits = new ArrayList<>();
    for (MaskingRule rule : rules) {
      List<Occurrence> found =
          rule.path().descendantsOfType().isPresent()
              ? anywhere.getOrDefault(rule, List.of())
              : search.find(resource, rule.path());
      found.forEach(each -> edits.add(new MaskEdit(rule.action(), each)));
    }
    edits.addAll(repeated);
    if (!edits.isEmpty()) {
      edits.addAll(narrative(resource));
    }
    return once(edits);
  }

  /** Every narrative, which may tell what is masked elsewhere. */
  List<MaskEdit> narrative(Resource resource) {
    return search.find(resource, NARRATIVE).stream()
        .map(text -> new MaskEdit(new MaskAction.Omit(), text))
        .toList();
  }

  private static List<MaskEdit> once(List<MaskEdit> edits) {
    Set<Base> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return edits.stream().filter(edit -> seen.add(edit.occurrence().value())).toList();
  }

  /** A reference repeats the name of its target as a display, and its identifier. */
  private void repeated(Masks masks, Resource resource, Reference reference, List<MaskEdit> edits) {
    List<MaskingRule> rules =
        targets(masks, resource, reference).flatMap(type -> masks.of(type).stream()).toList();
    if (rules.stream().anyMatch(MaskEdits::names)) {
      List<Occurrence> displays = new ArrayList<>();
      search.follow(reference, ElementPath.parse("display").steps(), displays);
      displays.forEach(found -> edits.add(new MaskEdit(new MaskAction.Omit(), found)));
    }
    for (MaskingRule rule : rules) {
      if (rule.path().first().filter("identifier"::equals).isPresent()) {
        List<Occurrence> identifiers = new ArrayList<>();
        search.follow(reference, rule.path().steps(), identifiers);
        identifiers.forEach(found -> edits.add(new MaskEdit(rule.action(), found)));
      }
    }
  }

  private static boolean names(MaskingRule rule) {
    return rule.path().first().filter("name"::equals).isPresent()
        || rule.path().descendantsOfType().filter("HumanName"::equals).isPresent();
  }

  /** The type to which a reference leads; every masked type if it does not say. */
  private static Stream<String> targets(Masks masks, Resource resource, Reference reference) {
    String address = reference.hasReference() ? reference.getReference() : "";
    if (address.startsWith("#") && resource instanceof DomainResource holder) {
      Optional<Resource> inside =
          holder.getContained().stream()
              .filter(each -> address.substring(1).equals(each.getIdElement().getIdPart()))
              .findFirst();
      if (inside.isPresent()) {
        return Stream.of(inside.get().fhirType());
      }
    }
    IdType id = new IdType(address);
    if (id.hasResourceType()) {
      return Stream.of(id.getResourceType());
    }
    return reference.hasType() ? Stream.of(reference.getType()) : masks.types().stream();
  }
}
