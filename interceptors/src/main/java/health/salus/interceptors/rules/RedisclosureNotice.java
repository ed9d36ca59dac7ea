package health.salus.interceptors.rules;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.ReadRights;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.interceptors.masking.ShownCopy;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Puts the notice of 42 CFR Part 2 on what is released of a substance use record, as a handling
 * label of DS4P with the short text of § 2.32(a)(2). It is never stored.
 *
 * @see <a href="https://www.ecfr.gov/current/title-42/section-2.32">42 CFR § 2.32</a>
 */
@Interceptor
public final class RedisclosureNotice {
  /** "No redisclosure without consent directive". */
  private static final String CODE = "NORDSCLCD";

  private static final String TEXT =
      "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";
  private static final Set<String> PART_2 = Set.of("42CFRPart2", "ETH", "ETHUD", "OPIOIDUD");
  private static final Set<String> OWN_ACCESS = Set.of("PATRQT", "FAMRQT");

  /** Adds the notice to copies of what is shown. */
  @Hook(Pointcut.STORAGE_PRESHOW_RESOURCES)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails details) {
    boolean toOthers =
        Callers.of(request)
            .filter(caller -> !OWN_ACCESS.contains(caller.purposeOfUse()))
            .isPresent();
    if (!toOthers || !ReadRights.isRead(request)) {
      return;
    }
    for (int i = 0; i < details.size(); i++) {
      if (details.getResource(i) instanceof Resource resource && isPart2(resource.getMeta())) {
        Resource released = ShownCopy.of(resource);
        released.getMeta().addSecurity(new Coding(ResourceFacts.ACT_CODE, CODE, TEXT));
        details.setResource(i, released);
      }
    }
  }

  /** Takes the notice off what a client sends back. */
  public static void remove(Resource resource) {
    if (resource.getMeta().hasSecurity()) {
      resource.getMeta().getSecurity().removeIf(RedisclosureNotice::isNotice);
    }
  }

  private static boolean isPart2(Meta meta) {
    return meta.getSecurity().stream()
        .anyMatch(
            label ->
                ResourceFacts.ACT_CODE.equals(label.getSystem())
                    && PART_2.contains(String.valueOf(label.getCode())));
  }

  private static boolean isNotice(Coding label) {
    return ResourceFacts.ACT_CODE.equals(label.getSystem()) && CODE.equals(label.getCode());
  }
}
