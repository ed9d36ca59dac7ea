package health.salus.interceptors.masking;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** Copies of stored resources that are changed before they are shown. */
public final class ShownCopy {
  /** What HAPI writes into the entry of a bundle travels beside the resource. */
  private static final List<ResourceMetadataKeyEnum<?>> OF_ENTRY =
      List.of(
          ResourceMetadataKeyEnum.DELETED_AT,
          ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE,
          ResourceMetadataKeyEnum.ENTRY_SEARCH_SCORE,
          ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD);

  private ShownCopy() {}

  /** A copy with what belongs into its entry, but without the stored text. */
  public static Resource of(Resource resource) {
    Resource copy = resource.copy();
    OF_ENTRY.forEach(key -> copy.setUserData(key.name(), resource.getUserData(key.name())));
    return copy;
  }
}
