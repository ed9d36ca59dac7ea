package health.salus.cdshooks.risk;

import health.salus.cdshooks.card.Card;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Observation;

/** Writes a prediction as cards. */
public final class RiskCards {
  private static final String NOT_FOR_USE = "Trained on synthetic data – not for clinical use.";

  private final RiskCardConfig config;
  private final Clock clock;
  private final Supplier<UUID> uuids;

  /** {@code uuids} returns a new UUID each time, such as {@code UUID::randomUUID}. */
  public RiskCards(RiskCardConfig config, Clock clock, Supplier<UUID> uuids) {
    this.config = config;
    this.clock = clock;
    this.uuids = uuids;
  }

  List<Card> of(RiskResult result, PatientResources patientRecord) {
    if (result instanceof RiskResult.Scored scored) {
      return List.of(scored(scored, patientRecord));
    }
    if (result instanceof RiskResult.Abstained abstained && config.cardWhenAbstained()) {
      return List.of(abstained(abstained));
    }
    return List.of();
  }

  private Card scored(RiskResult.Scored scored, PatientResources patientRecord) {
    RiskResult.Prediction prediction = scored.prediction();
    boolean warning = prediction.probability() >= config.warningFrom();
    String summary =
        withEnding(
            "%s within %s".formatted(prediction.outcome(), prediction.horizon()),
            ": %d %%%s"
                .formatted(
                    Math.round(prediction.probability() * 100),
                    scored.model().trainedOnSyntheticData() ? " (model on synthetic data)" : ""));
    return card(
        summary,
        detail(scored, patientRecord),
        warning ? Card.Indicator.WARNING : Card.Indicator.INFO,
        scored.model());
  }

  private Card abstained(RiskResult.Abstained abstained) {
    List<String> blocks = new ArrayList<>();
    addMissing(blocks, abstained.missing());
    String detail = String.join("\n\n", blocks);
    String summary = withEnding(abstained.model().title(), ": no prediction, data are missing");
    return card(summary, detail, Card.Indicator.INFO, abstained.model());
  }

  private Card card(
      String summary, String detail, Card.Indicator indicator, RiskResult.Model model) {
    return new Card(
        uuids.get().toString(),
        summary,
        detail,
        indicator,
        new Card.Source(config.sourceLabel(), config.sourceUrl(), config.topic()),
        List.of(new Card.Link("About this model", model.url())),
        config.overrideReasons());
  }

  private String detail(RiskResult.Scored scored, PatientResources patientRecord) {
    List<String> blocks = new ArrayList<>();
    if (scored.model().trainedOnSyntheticData()) {
      blocks.add("**" + NOT_FOR_USE + "**");
    }
    blocks.add(
        "Risk: **%s**. Model: %s, version %s."
            .formatted(
                Markdown.escape(scored.prediction().qualitative()),
                Markdown.escape(scored.model().title()),
                Markdown.escape(scored.model().version())));
    if (!scored.drivers().isEmpty()) {
      List<String> lines = scored.drivers().stream().map(RiskCards::driver).toList();
      blocks.add("Strongest influences:\n\n" + String.join("\n", lines));
    }
    addMissing(blocks, scored.missing());
    blocks.add(ageOfData(patientRecord));
    return String.join("\n\n", blocks);
  }

  private static String driver(RiskResult.Driver driver) {
    String date = driver.date().map(d -> " on " + Markdown.escape(d.toString())).orElse("");
    return "- %s: %s%s, %s the risk"
        .formatted(
            Markdown.escape(driver.display()),
            Markdown.escape(driver.value()),
            date,
            switch (driver.effect()) {
              case INCREASES -> "increases";
              case DECREASES -> "decreases";
            });
  }

  private static void addMissing(List<String> blocks, List<RiskResult.MissingInput> missing) {
    if (!missing.isEmpty()) {
      List<String> lines =
          missing.stream()
              .map(m -> "- " + Markdown.escape(m.display()) + ": " + Markdown.escape(m.reason()))
              .toList();
      blocks.add("Missing:\n\n" + String.join("\n", lines));
    }
  }

  private String ageOfData(PatientResources patientRecord) {
    Optional<LocalDate> newest =
        patientRecord.resources().stream()
            .filter(Observation.class::isInstance)
            .map(Observation.class::cast)
            .filter(Observation::hasEffectiveDateTimeType)
            .filter(o -> o.getEffectiveDateTimeType().getValue() != null)
            .map(o -> o.getEffectiveDateTimeType().getValue().toInstant())
            .map(instant -> instant.atZone(ZoneOffset.UTC).toLocalDate())
            .max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return "No dated observation was available.";
    }
    long days = ChronoUnit.DAYS.between(newest.get(), LocalDate.now(clock));
    return "The newest observation is %d days old.".formatted(Math.max(0, days));
  }

  /**
   * Cuts the start to the limit of a summary, never the ending, which holds the number and the
   * caveat.
   */
  private static String withEnding(String start, String ending) {
    int room = Card.SUMMARY_LIMIT - 1 - ending.codePointCount(0, ending.length());
    if (start.codePointCount(0, start.length()) <= room) {
      return start + ending;
    }
    return start.substring(0, start.offsetByCodePoints(0, room - 1)) + "…" + ending;
  }
}
