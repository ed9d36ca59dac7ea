package health.salus.storage.everything;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.masking.MaskRefusal;
import health.salus.storage.everything.RecordQuery.Asked;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * {@code Patient/[id]/$everything}: the patient's compartment and what it refers to, as far as the
 * caller may see it, in full pages. Thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/operation-patient-everything.html">Patient everything</a>
 */
public final class EverythingOperation {
  private final RecordQuery query;
  private final RecordBodies bodies;
  private final Predicate<RequestDetails> datesMasked;
  private final Set<String> types;
  private final int defaultPageSize;
  private final int maxPageSize;

  EverythingOperation(
      RecordQuery query,
      RecordBodies bodies,
      Predicate<RequestDetails> datesMasked,
      Set<String> types,
      int defaultPageSize,
      int maxPageSize) {
    this.query = query;
    this.bodies = bodies;
    this.datesMasked = datesMasked;
    this.types = Set.copyOf(types);
    this.defaultPageSize = defaultPageSize;
    this.maxPageSize = maxPageSize;
  }

  /** One page of the record. */
  @Operation(
      name = "$everything",
      type = Patient.class,
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/Patient-everything",
      idempotent = true,
      bundleType = BundleTypeEnum.SEARCHSET)
  public IBundleProvider everything(
      @IdParam IdType patient,
      @OperationParam(name = "start") @Nullable DateType start,
      @OperationParam(name = "end") @Nullable DateType end,
      @OperationParam(name = "_since") @Nullable InstantType since,
      @OperationParam(name = "_type", max = OperationParam.MAX_UNLIMITED)
          @Nullable List<CodeType> wanted,
      @OperationParam(name = "_count") @Nullable IntegerType count,
      @OperationParam(name = "_offset") @Nullable IntegerType offset,
      ServletRequestDetails request) {
    if ((start != null || end != null) && datesMasked.test(request)) {
      throw MaskRefusal.search(); // a period is a condition on dates
    }
    int size = Math.min(maxPageSize, number("_count", count, defaultPageSize));
    DateRangeParam updated = new DateRangeParam();
    if (since != null) {
      updated.setLowerBound(
          new DateParam(ParamPrefixEnum.GREATERTHAN_OR_EQUALS, since.getValueAsString()));
    }
    List<Long> found =
        query.find(
            new Asked(
                patient.getIdPart(),
                types(wanted),
                updated,
                care(start, end),
                number("_offset", offset, 0),
                size + 1), // one more than asked for, which tells whether there is a next page
            Callers.of(request));
    if (found.isEmpty() && wanted == null && since == null && number("_offset", offset, 0) == 0) {
      throw new ResourceNotFoundException(
          "Resource Patient/%s is not known".formatted(patient.getIdPart()));
    }
    return page(found, size, request);
  }

  private IBundleProvider page(List<Long> found, int size, ServletRequestDetails request) {
    List<IBaseResource> shown =
        bodies.load(found.subList(0, Math.min(size, found.size())), request);
    SimpleBundleProvider page = new SimpleBundleProvider(shown);
    page.setCurrentPageSize(size);
    page.setTotalResourcesRequestedReturned(found.size());
    page.setSize(null);
    return page;
  }

  private Set<String> types(@Nullable List<CodeType> wanted) {
    Set<String> named = new TreeSet<>();
    if (wanted != null) {
      for (CodeType code : wanted) {
        for (String type : String.valueOf(code.getValue()).split(",", -1)) {
          if (!types.contains(type.strip())) {
            throw new InvalidRequestException(
                "_type must name resource types, separated by commas");
          }
          named.add(type.strip());
        }
      }
    }
    return named;
  }

  private static DateRangeParam care(@Nullable DateType start, @Nullable DateType end) {
    return new DateRangeParam(
        start == null ? null : start.getValueAsString(),
        end == null ? null : end.getValueAsString());
  }

  private static int number(String name, @Nullable IntegerType given, int otherwise) {
    if (given == null || given.getValue() == null) {
      return otherwise;
    }
    if (given.getValue() < 0) {
      throw new InvalidRequestException(name + " must not be negative");
    }
    return given.getValue();
  }
}
