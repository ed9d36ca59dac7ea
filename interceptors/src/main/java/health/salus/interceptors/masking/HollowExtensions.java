package health.salus.interceptors.masking;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Resource;

/**
 * Extensions whose value was taken out. FHIR allows none without a value or extensions (invariant
 * ext-1), and HAPI breaks an answer off that has one: so the extension goes as well, and so does
 * the one around it if nothing is left in it. A modifier extension says that it was masked instead,
 * because a reader must not miss that there is one. Thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/extensibility.html#Extension">Extension</a>
 */
final class HollowExtensions {
  private final ElementSearch search;

  HollowExtensions(ElementModel model) {
    this.search = new ElementSearch(model);
  }

  /** Leaves none in a masked copy, except resources inside it. */
  void fill(Resource copy) {
    List<Occurrence> hollow = in(copy);
    while (!hollow.isEmpty()) {
      hollow.forEach(HollowExtensions::fill);
      hollow = in(copy); // what was around them may be hollow now
    }
  }

  private List<Occurrence> in(Resource copy) {
    List<Occurrence> hollow = new ArrayList<>();
    search.visit(
        copy,
        element -> {
          if (element.value() instanceof Extension extension
              && !extension.hasValue()
              && !extension.hasExtension()) {
            hollow.add(element);
          }
        });
    return hollow;
  }

  private static void fill(Occurrence hollow) {
    if (ElementModel.name(hollow.child()).equals("modifierExtension")) {
      ((Extension) hollow.value())
          .addExtension(MaskAction.DATA_ABSENT_REASON, new CodeType("masked"));
    } else {
      hollow.remove();
    }
  }
}
