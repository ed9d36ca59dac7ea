package health.salus.interceptors.auth;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which right a request needs for the results that it is shown. */
public final class ReadRights {
  /** The right to read instances. */
  public static final Set<Interaction> READ = Set.of(Interaction.READ);

  private static final Set<Interaction> SEARCH = Set.of(Interaction.SEARCH);
  private static final Set<Interaction> BOTH = Set.of(Interaction.READ, Interaction.SEARCH);

  private ReadRights() {}

  /** Whether a request reads, so that its results are shown and not stored. */
  public static boolean isRead(@Nullable RequestDetails request) {
    return !neededFor(request).isEmpty();
  }

  /** The rights of which one is enough to see a result; none for the answer to a write. */
  public static Set<Interaction> neededFor(@Nullable RequestDetails request) {
    if (request instanceof SystemRequestDetails) {
      return BOTH; // the server's own code with the rights of a caller
    }
    @Nullable RestOperationTypeEnum type = request == null ? null : request.getRestOperationType();
    if (type == null) {
      return Set.of();
    }
    return switch (type) {
      case READ, VREAD, HISTORY_INSTANCE -> READ;
      case SEARCH_TYPE, SEARCH_SYSTEM, HISTORY_TYPE, HISTORY_SYSTEM, GET_PAGE -> SEARCH;
      case EXTENDED_OPERATION_SERVER, EXTENDED_OPERATION_TYPE, EXTENDED_OPERATION_INSTANCE -> BOTH;
      default -> Set.of();
    };
  }
}
