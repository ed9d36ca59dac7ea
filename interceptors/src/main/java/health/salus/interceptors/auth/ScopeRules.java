package health.salus.interceptors.auth;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * The gate of authorization: decides, before anything is read or written, whether the scopes of the
 * caller allow the interaction. A refusal of a type is a 403 and does not depend on data; an
 * instance outside of the caller's records is answered as one that does not exist. What gets past
 * this gate is narrowed in the search itself and checked again when it is shown or stored.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     scopes</a>
 */
@Interceptor
public final class ScopeRules {
  private static final Map<String, OperationRight> OF_HAPI =
      Map.of(
          "$expand", OperationRight.TERMINOLOGY,
          "$lookup", OperationRight.TERMINOLOGY,
          "$subsumes", OperationRight.TERMINOLOGY,
          "$translate", OperationRight.TERMINOLOGY,
          "$validate", OperationRight.VALIDATE,
          "$validate-code", OperationRight.TERMINOLOGY);

  private final Map<String, OperationRight> operations = new ConcurrentHashMap<>(OF_HAPI);
  private final AccessRules rules;
  private final Visibility visibility;

  public ScopeRules(AccessRules rules, Visibility visibility) {
    this.rules = rules;
    this.visibility = visibility;
  }

  /**
   * States which right the operations of a provider take; without that they take all rights.
   *
   * @return the provider
   */
  public Object offer(Object provider, OperationRight right) {
    for (Method method : provider.getClass().getMethods()) {
      @Nullable Operation operation = method.getAnnotation(Operation.class);
      if (operation != null) {
        operations.put(operation.name(), right);
      }
    }
    return provider;
  }

  /** Checks a request, and each read inside a bundle. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request, RestOperationTypeEnum type) {
    if (type == RestOperationTypeEnum.METADATA) {
      return;
    }
    Optional<Caller> caller = Callers.of(request);
    if (caller.isEmpty()) {
      return;
    }
    Asked asked = new Asked(caller.get(), String.valueOf(request.getResourceName()), id(request));
    switch (type) {
      case READ, VREAD, HISTORY_INSTANCE -> instance(asked, Interaction.READ);
      case SEARCH_TYPE, SEARCH_SYSTEM -> search(asked, request);
      case HISTORY_TYPE -> all(asked, asked.type());
      case HISTORY_SYSTEM -> all(asked, Grant.ANY_TYPE);
      case CREATE -> write(asked, Interaction.CREATE, request.getConditionalUrl(type) != null);
      case UPDATE -> write(asked, Interaction.UPDATE, request.getConditionalUrl(type) != null);
      case DELETE -> write(asked, Interaction.DELETE, request.getConditionalUrl(type) != null);
      case PATCH -> patch(asked, request.getConditionalUrl(type) != null);
      case TRANSACTION -> {} // each entry is checked by itself
      default -> operation(asked, String.valueOf(request.getOperation()));
    }
  }

  /** Checks a write inside a bundle; the storage asks before it touches the entry. */
  public void checkEntry(RequestDetails request, BundleEntryComponent entry) {
    Optional<Caller> caller = Callers.of(request);
    @Nullable HTTPVerb verb = entry.getRequest().getMethod();
    if (caller.isEmpty() || verb == null || verb == HTTPVerb.GET || verb == HTTPVerb.HEAD) {
      return; // reads come by check()
    }
    String url = String.valueOf(entry.getRequest().getUrl());
    boolean conditional = url.contains("?");
    IdType address = new IdType(conditional ? url.substring(0, url.indexOf('?')) : url);
    String type =
        address.hasResourceType() ? address.getResourceType() : String.valueOf(address.getIdPart());
    Asked asked =
        new Asked(
            caller.get(),
            type,
            Optional.ofNullable(address.hasResourceType() ? address.getIdPart() : null));
    switch (verb) {
      case POST -> {
        String created = entry.hasResource() ? entry.getResource().fhirType() : type;
        Asked creation = new Asked(caller.get(), created, Optional.empty());
        write(creation, Interaction.CREATE, entry.getRequest().hasIfNoneExist());
      }
      case PUT -> write(asked, Interaction.UPDATE, conditional);
      case PATCH -> patch(asked, conditional);
      case DELETE -> write(asked, Interaction.DELETE, conditional);
      default -> throw InsufficientScope.because("This method is not allowed in a bundle");
    }
  }

  private void write(Asked asked, Interaction interaction, boolean conditional) {
    if (conditional) {
      some(asked, interaction);
      some(asked, Interaction.SEARCH); // the condition is a search
    } else if (interaction == Interaction.CREATE) {
      some(asked, interaction);
    } else {
      instance(asked, interaction);
    }
  }

  /** A patch tests what is stored and answers with it, so it needs the right to read too. */
  private void patch(Asked asked, boolean conditional) {
    some(asked, Interaction.READ);
    write(asked, Interaction.UPDATE, conditional);
  }

  private void operation(Asked asked, String name) {
    switch (operations.getOrDefault(name, OperationRight.EVERYTHING)) {
      case READ_INSTANCE -> instance(asked, Interaction.READ);
      case READ_TYPE -> some(asked, Interaction.READ);
      case READ_RECORD -> record(asked);
      case VALIDATE -> validate(asked);
      case TERMINOLOGY -> terminology(asked);
      case ERASE -> {
        unlimited(asked.caller(), Grant.ANY_TYPE, Interaction.READ);
        unlimited(asked.caller(), asked.type(), Interaction.DELETE);
      }
      case EVERYTHING -> {
        for (Interaction interaction : Interaction.values()) {
          unlimited(asked.caller(), Grant.ANY_TYPE, interaction);
        }
      }
    }
  }

  private void terminology(Asked asked) {
    if (asked.id().isPresent()) {
      instance(asked, Interaction.READ);
    } else {
      unlimited(asked.caller(), asked.type(), Interaction.READ);
    }
  }

  private void unlimited(Caller caller, String type, Interaction interaction) {
    if (!rules.unlimited(caller, type, interaction)) {
      throw InsufficientScope.on(type, interaction);
    }
  }

  /**
   * The record of one patient is narrowed where it is listed; HAPI's other forms cannot be. Of some
   * types an empty list is an answer, so the patient is looked for first.
   */
  private void record(Asked asked) {
    if (asked.id().isEmpty() || !asked.type().equals("Patient")) {
      all(asked, Grant.ANY_TYPE);
      instance(asked, Interaction.READ);
      return;
    }
    AccessFilter filter = some(asked, Interaction.READ);
    if (!rules.unlimited(asked.caller(), asked.type(), Interaction.READ)
        && !visibility.visible(filter, asked.type(), asked.id().get())) {
      throw unknown(asked);
    }
  }

  private static ResourceNotFoundException unknown(Asked asked) {
    return new ResourceNotFoundException(
        "Resource %s/%s is not known".formatted(asked.type(), asked.id().orElseThrow()));
  }

  private void validate(Asked asked) {
    if (asked.id().isPresent()) {
      instance(asked, Interaction.READ);
      return;
    }
    for (Interaction one : Set.of(Interaction.READ, Interaction.CREATE, Interaction.UPDATE)) {
      if (!rules.filter(asked.caller(), asked.type(), one).isNothing()) {
        return;
      }
    }
    throw InsufficientScope.on(asked.type(), Interaction.READ);
  }

  private void search(Asked asked, RequestDetails request) {
    if (request.getResourceName() != null) {
      some(asked, Interaction.SEARCH);
      return;
    }
    String @Nullable [] types = request.getParameters().get("_type");
    if (!rules.something(asked.caller(), Interaction.SEARCH)) {
      throw InsufficientScope.on(Grant.ANY_TYPE, Interaction.SEARCH);
    }
    for (String type : types == null ? new String[0] : String.join(",", types).split(",", -1)) {
      if (rules.filter(asked.caller(), type, Interaction.SEARCH).isNothing()) {
        throw InsufficientScope.on(type, Interaction.SEARCH);
      }
    }
  }

  /** A history of many resources cannot be narrowed, so it takes the right to all of them. */
  private void all(Asked asked, String type) {
    if (!rules.unlimited(asked.caller(), type, Interaction.SEARCH)) {
      throw InsufficientScope.because(
          "This cannot be narrowed, so it takes the right to all of it: a scope such as user/%s.rs,"
                  .formatted(type)
              + " and an office that is exempt from consent");
    }
  }

  private AccessFilter some(Asked asked, Interaction interaction) {
    AccessFilter filter = rules.filter(asked.caller(), asked.type(), interaction);
    if (filter.isNothing()) {
      throw InsufficientScope.on(asked.type(), interaction);
    }
    return filter;
  }

  private void instance(Asked asked, Interaction interaction) {
    AccessFilter filter = some(asked, interaction);
    if (asked.id().isPresent() && !known(asked, interaction, filter)) {
      throw unknown(asked);
    }
  }

  /**
   * Whether a caller may go on to the storage with this id. Where patients have a say, a caller who
   * changes something must see it first, even if nobody hides anything now; so an update does not
   * create, or it would tell which ids are taken. A service without a user may, because an EHR that
   * keeps its ids needs it (docs/spec-clarifications.md).
   */
  private boolean known(Asked asked, Interaction interaction, AccessFilter filter) {
    String type = asked.type();
    String id = asked.id().orElseThrow();
    if (rules.unlimited(asked.caller(), type, interaction)) {
      return true;
    }
    boolean reads = interaction == Interaction.READ;
    boolean service = interaction == Interaction.UPDATE && asked.caller().hasRole(Caller.SERVICE);
    boolean everywhere = rules.scope(asked.caller(), type, interaction).isEverything();
    if (everywhere && (reads || service)) {
      return filter.isEverything() || !visibility.hidden(asked.caller().disclosure(), type, id);
    }
    return visibility.visible(filter, type, id);
  }

  private static Optional<String> id(RequestDetails request) {
    @Nullable IIdType id = request.getId();
    return id == null ? Optional.empty() : Optional.ofNullable(id.getIdPart());
  }

  private record Asked(Caller caller, String type, Optional<String> id) {}
}
