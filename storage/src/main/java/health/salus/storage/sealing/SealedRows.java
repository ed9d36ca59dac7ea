package health.salus.storage.sealing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import com.google.common.hash.Hashing;
import health.salus.storage.body.Loss;
import health.salus.storage.body.Tombstone;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares sealed bodies with the rows in which they lie. Thread-safe. */
public final class SealedRows {
  private static final Logger LOG = LoggerFactory.getLogger(SealedRows.class);

  private static final int SHA256_DIGITS = 64;

  private final FhirContext fhirContext;
  private final LossReports losses;

  public SealedRows(FhirContext fhirContext, LossReports losses) {
    this.fhirContext = fhirContext;
    this.losses = losses;
  }

  /**
   * The replacement for a row whose body belongs to another or is invalid; none if it may be
   * opened.
   */
  public Optional<Resource> misplaced(ResourceHistoryTable row) {
    if (row.getEncoding() != ResourceEncodingEnum.ESR) {
      return Optional.empty();
    }
    Optional<StoredText> text =
        Optional.ofNullable(row.getResourceTextVc()).flatMap(StoredText::read);
    if (text.isEmpty()) {
      return Optional.of(stone(row, Loss.DAMAGED));
    }
    return text.get() instanceof StoredText.Sealed claim
            && !claim.address().equals(row.getIdDt().getValue())
        ? Optional.of(stone(row, Loss.MISPLACED))
        : Optional.empty();
  }

  /** The replacement for the current row of a resource if its body is not the newest; else none. */
  public Optional<Resource> rolledBack(ResourceHistoryTable row, IBaseResource resource) {
    @Nullable ResourceTable table = row.getResourceTable();
    if (table == null || table.getVersion() != row.getVersion()) {
      return Optional.empty();
    }
    return SealedResources.body(resource)
        .filter(body -> !isDigest(String.valueOf(table.getHashSha256()), body))
        .map(body -> stone(row, Loss.ROLLED_BACK));
  }

  /** While a plain body is being sealed, its row still has HAPI's own digest. */
  private static boolean isDigest(String stored, SealedBodies.Opened.Body body) {
    return stored.equals(body.digest())
        || (stored.length() == SHA256_DIGITS
            && stored.equals(Hashing.sha256().hashUnencodedChars(body.json()).toString()));
  }

  private Resource stone(ResourceHistoryTable row, Loss loss) {
    LOG.error("A stored {} is not what belongs into its row: {}", row.getResourceType(), loss);
    losses.report(loss, row.getIdDt().getValue(), Optional.empty());
    return Tombstone.of(fhirContext, row.getResourceType(), loss);
  }
}
