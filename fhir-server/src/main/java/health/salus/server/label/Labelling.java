package health.salus.server.label;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.rules.RedisclosureNotice;
import health.salus.storage.facts.Codings;
import health.salus.storage.facts.Stamped;
import health.salus.terminology.label.Label;
import health.salus.terminology.label.LabelRules;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Labels what is written. A label stays when a resource is changed, whether its client could see it
 * or not; only the relabelling job takes off what a rule once put on.
 */
@Interceptor
public final class Labelling {
  private final LabelRules rules;

  public Labelling(LabelRules rules) {
    this.rules = rules;
  }

  /** A new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    stamp((Resource) resource);
  }

  /** A changed resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
    if (RelabelRequest.is(request)) {
      return;
    }
    Meta meta = ((Resource) after).getMeta();
    for (Coding label : ((Resource) before).getMeta().getSecurity()) {
      if (meta.getSecurity(label.getSystem(), label.getCode()) == null) {
        meta.addSecurity(label.copy());
      }
    }
    stamp((Resource) after);
  }

  private void stamp(Resource resource) {
    RedisclosureNotice.remove(resource);
    Set<Label> labels = rules.labels(resource.fhirType(), Codings.of(resource));
    Meta meta = resource.getMeta();
    for (Label label : labels) {
      if (meta.getSecurity(label.system(), label.code()) == null) {
        meta.addSecurity(new Coding().setSystem(label.system()).setCode(label.code()));
      }
    }
    Stamped.put(resource, labels.stream().map(Label::toString).toList());
  }
}
