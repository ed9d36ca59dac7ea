package health.salus.storage.narrowing;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.svc.IIdHelperService;
import ca.uhn.fhir.jpa.api.svc.ResolveIdentityMode;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.cross.IResourceLookup;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.search.builder.sql.SearchQueryBuilder;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessFilter.Alternative;
import health.salus.interceptors.auth.Criterion;
import health.salus.interceptors.auth.PatientCompartment;
import health.salus.storage.facts.StoredCodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;

/**
 * Writes an access filter as a condition on the id of a resource: membership of a compartment is a
 * row of HAPI's reference index, a code is a row of its token index. Both have an index that begins
 * with what is asked for, so the cost follows what the caller may see. Values are bound, never
 * written. Thread-safe.
 */
public final class AccessSql {
  private static final String FALSE = "FALSE";

  private final PatientCompartment compartment;
  private final IIdHelperService<JpaPid> ids;
  private final PartitionSettings partitions;
  private final TokenForms forms;
  private final StoredCodes codes;

  public AccessSql(
      PatientCompartment compartment,
      IIdHelperService<JpaPid> ids,
      PartitionSettings partitions,
      TokenForms forms,
      StoredCodes codes) {
    this.codes = codes;
    this.forms = forms;
    this.compartment = compartment;
    this.ids = ids;
    this.partitions = partitions;
  }

  /**
   * The condition.
   *
   * @param column the id column of the resource, with its table's alias
   * @param bind makes a bind variable of a value; returns how the SQL names it
   */
  public String condition(
      AccessFilter.Only filter, String type, String column, Function<Object, String> bind) {
    String allowed =
        filter.alternatives().stream()
            .map(alternative -> alternative(alternative, type, column, bind))
            .collect(Collectors.joining(" OR ", "(", ")"));
    return filter.disclosure().isEverything()
        ? allowed
        : "(%s AND %s)"
            .formatted(
                allowed, new DisclosureSql(bind, codes).condition(filter.disclosure(), column));
  }

  private String alternative(
      Alternative alternative, String type, String column, Function<Object, String> bind) {
    List<String> conditions = new ArrayList<>();
    alternative
        .patients()
        .ifPresent(patients -> conditions.add(belongs(patients, type, column, bind)));
    for (Criterion criterion : alternative.criteria()) {
      conditions.add(matches(criterion, type, column, bind));
    }
    return conditions.isEmpty() ? "TRUE" : "(" + String.join(" AND ", conditions) + ")";
  }

  private String belongs(
      Set<String> patients, String type, String column, Function<Object, String> bind) {
    List<Long> pids = pids(patients);
    if (pids.isEmpty()) {
      return FALSE;
    }
    if (type.equals("Patient")) {
      return column + " IN " + bound(pids, bind);
    }
    List<String> paths = compartment.paths(type);
    if (paths.isEmpty()) {
      return FALSE;
    }
    return "%s IN (SELECT SRC_RESOURCE_ID FROM HFJ_RES_LINK WHERE TARGET_RESOURCE_ID IN %s AND SRC_PATH IN %s)"
        .formatted(column, bound(pids, bind), bound(paths, bind));
  }

  private List<Long> pids(Set<String> patients) {
    List<IIdType> addresses =
        patients.stream().map(id -> (IIdType) new IdType("Patient", id)).toList();
    Collection<IResourceLookup<JpaPid>> found =
        ids.resolveResourceIdentities(
                RequestPartitionId.allPartitions(),
                addresses,
                ResolveIdentityMode.includeDeleted().cacheOk())
            .values();
    return found.stream().map(lookup -> lookup.getPersistentId().getId()).sorted().toList();
  }

  private String matches(
      Criterion criterion, String type, String column, Function<Object, String> bind) {
    return criterion.values().stream()
        .map(value -> matches(criterion.parameter(), value, type, column, bind))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String matches(
      String parameter,
      Criterion.Token value,
      String type,
      String column,
      Function<Object, String> bind) {
    RequestPartitionId all = RequestPartitionId.allPartitions();
    if (value.code().isEmpty()) {
      long hash =
          ResourceIndexedSearchParamToken.calculateHashSystem(
              partitions, all, type, parameter, value.system().orElseThrow());
      return indexed(column, "HASH_SYS", List.of(hash), bind);
    }
    List<String> codes = forms.of(type, parameter, value.code().get());
    if (value.system().isEmpty()) {
      List<Long> hashes =
          codes.stream()
              .map(
                  code ->
                      ResourceIndexedSearchParamToken.calculateHashValue(
                          partitions, all, type, parameter, code))
              .toList();
      return indexed(column, "HASH_VALUE", hashes, bind);
    }
    String system = value.system().get();
    List<Long> hashes =
        codes.stream()
            .map(
                code ->
                    ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
                        partitions, all, type, parameter, system, code))
            .toList();
    return indexed(column, "HASH_SYS_AND_VALUE", hashes, bind);
  }

  private static String indexed(
      String column, String hash, List<Long> hashes, Function<Object, String> bind) {
    return "%s IN (SELECT RES_ID FROM HFJ_SPIDX_TOKEN WHERE %s IN %s)"
        .formatted(column, hash, bound(hashes, bind));
  }

  private static String bound(Collection<?> values, Function<Object, String> bind) {
    return values.stream().map(bind).collect(Collectors.joining(", ", "(", ")"));
  }

  /** Makes bind variables of a search of HAPI, which replaces this quoted text by one. */
  static Function<Object, String> binder(SearchQueryBuilder query) {
    return value -> "'" + query.generatePlaceholder(value) + "'";
  }
}
