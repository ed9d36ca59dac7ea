package health.salus.ml.model;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import health.salus.ml.feature.Feature;
import health.salus.ml.feature.FeatureSpec;
import health.salus.ml.feature.Token;
import health.salus.ml.view.ViewCompiler;
import health.salus.ml.view.ViewDefinition;
import health.salus.ml.view.ViewDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads model definitions: one folder per model with {@code model.yaml} and its {@code
 * NAME.view.json} files.
 */
public final class ModelDefinitionLoader {
  private static final String DEFINITION = "model.yaml";
  private static final String VIEW_SUFFIX = ".view.json";

  private final ObjectMapper json = new ObjectMapper();
  private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
  private final ViewCompiler compiler;

  public ModelDefinitionLoader(FhirContext context) {
    compiler = new ViewCompiler(context);
  }

  /**
   * All models in the folder, by name. A broken one is left out and its faults are reported, so
   * that it keeps no other from working.
   *
   * @throws IOException if the folder cannot be read
   */
  public LoadedDefinitions loadAll(Path models) throws IOException {
    List<ModelDefinition> definitions = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Path folder : children(models)) {
      Path file = folder.resolve(DEFINITION);
      if (Files.exists(file)) {
        try {
          definitions.add(load(folder));
        } catch (ModelDefinitionException e) {
          YamlLines lines = new YamlLines(Files.readString(file));
          e.errors().forEach(error -> faults.add(fault(file, lines.of(error), error)));
        } catch (JsonProcessingException e) {
          faults.add(fault(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
        }
      }
    }
    return new LoadedDefinitions(definitions, faults);
  }

  private static String fault(Path file, int line, String message) {
    return "%s, line %d: %s".formatted(file, line, message.lines().findFirst().orElse(""));
  }

  /**
   * One model.
   *
   * @throws ModelDefinitionException with every fault of the definition
   * @throws JsonProcessingException if its file is no YAML
   */
  public ModelDefinition load(Path folder) throws IOException {
    List<String> errors = new ArrayList<>();
    Map<String, JsonNode> viewFiles = viewFiles(folder);
    Map<String, ViewDefinition> views = compile(viewFiles, errors);
    JsonNode file = yaml.readTree(Files.readAllBytes(folder.resolve(DEFINITION)));
    Section root = new Section(file, "", errors);
    ModelIdentity identity =
        new ModelIdentity(
            root.text("name"), root.text("version"), root.text("title"), root.text("url"));
    Outcome outcome = outcome(root.section("outcome"));
    Cohort cohort = cohort(root.section("cohort"));
    Landmarks landmarks = landmarks(root.section("landmarks"));
    List<Feature> features =
        root.sections("features").stream()
            .map(FeatureReader::read)
            .flatMap(Optional::stream)
            .toList();
    int minimumMeasured = root.wholeNumber("minimumMeasured", 0);
    Optional<TrainingSettings> training = training(root.section("training"), errors);
    IntendedUse use = use(root.section("use"));
    root.refuseUnknown();
    check(outcome, features, views.keySet(), errors);
    throwIfAny(errors);
    String hash = SpecHash.of(file.path("features"), minimumMeasured, viewFiles);
    return new ModelDefinition(
        identity,
        outcome,
        cohort,
        landmarks,
        new FeatureSpec(features, views, minimumMeasured, hash),
        training.orElseThrow(),
        use);
  }

  private Map<String, JsonNode> viewFiles(Path folder) throws IOException {
    Map<String, JsonNode> files = new TreeMap<>();
    for (Path file : children(folder)) {
      String name = file.getFileName().toString();
      if (name.endsWith(VIEW_SUFFIX)) {
        files.put(name.substring(0, name.length() - VIEW_SUFFIX.length()), view(file));
      }
    }
    return files;
  }

  private JsonNode view(Path file) throws IOException {
    try {
      return json.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new ModelDefinitionException(
          List.of(
              "%s, line %d: %s"
                  .formatted(
                      file.getFileName(), e.getLocation().getLineNr(), e.getOriginalMessage())));
    }
  }

  private Map<String, ViewDefinition> compile(Map<String, JsonNode> files, List<String> errors) {
    Map<String, ViewDefinition> views = new TreeMap<>();
    files.forEach(
        (name, file) -> {
          try {
            views.put(name, compiler.compile(file));
          } catch (ViewDefinitionException e) {
            errors.add(name + VIEW_SUFFIX + " is not valid: " + e.getMessage());
          }
        });
    return views;
  }

  private static Outcome outcome(Section section) {
    Token none = new Token("none", "none");
    Outcome outcome =
        new Outcome(
            section.text("display"),
            section.parsed("code", section.text("code"), Token::parse, none),
            FeatureReader.tokens(section, "codes"),
            section.text("view"),
            section.parsed(
                "labelling",
                section.text("labelling"),
                ModelDefinitionLoader::labelling,
                Outcome.Labelling.INCIDENCE),
            section.parsed("horizon", section.text("horizon"), Period::parse, Period.ZERO));
    section.refuseUnknown();
    return outcome;
  }

  private static Outcome.Labelling labelling(String text) {
    return switch (text) {
      case "incidence" -> Outcome.Labelling.INCIDENCE;
      case "confirmed-or-refuted" -> Outcome.Labelling.CONFIRMED_OR_REFUTED;
      default ->
          throw new IllegalArgumentException("must be incidence or confirmed-or-refuted: " + text);
    };
  }

  private static Cohort cohort(Section section) {
    Cohort cohort =
        new Cohort(
            section.optionalText("managingOrganization").orElse(null),
            section.wholeNumber("minimumAge", 0));
    section.refuseUnknown();
    return cohort;
  }

  private static Landmarks landmarks(Section section) {
    Landmarks landmarks;
    if (section.has("at")) {
      landmarks =
          section.parsed(
              "at",
              section.text("at"),
              text -> new Landmarks.At(Instant.parse(text)),
              new Landmarks.At(Instant.EPOCH));
    } else {
      landmarks =
          section.parsed(
              "every",
              section.text("every"),
              text -> new Landmarks.Every(Period.parse(text)),
              new Landmarks.Every(Period.ofYears(1)));
    }
    section.refuseUnknown();
    return landmarks;
  }

  private static Optional<TrainingSettings> training(Section section, List<String> errors) {
    double l2 = section.number("l2", 0);
    int epochs = section.wholeNumber("epochs", 1);
    double learningRate = section.number("learningRate", 1);
    int batchSize = section.wholeNumber("batchSize", 1);
    int seed = section.wholeNumber("seed", 1);
    double heldOut = section.number("heldOut", 0.5);
    section.refuseUnknown();
    try {
      return Optional.of(new TrainingSettings(l2, epochs, learningRate, batchSize, seed, heldOut));
    } catch (IllegalArgumentException e) {
      errors.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static IntendedUse use(Section section) {
    String trainedOn = section.text("trainedOn");
    if (!Set.of("synthetic", "real", "").contains(trainedOn)) {
      section.error("trainedOn", "must be synthetic or real but is " + trainedOn);
    }
    IntendedUse use =
        new IntendedUse(
            section.text("intended"), trainedOn.equals("synthetic"), section.texts("cautions"));
    section.refuseUnknown();
    return use;
  }

  private static void check(
      Outcome outcome, List<Feature> features, Set<String> views, List<String> errors) {
    if (features.isEmpty()) {
      errors.add("features must not be empty");
    }
    if (outcome.codes().isEmpty()) {
      errors.add("outcome.codes must not be empty");
    }
    if (!views.contains(outcome.view())) {
      errors.add("outcome.view names no view file: " + outcome.view());
    }
    Set<String> names = new HashSet<>();
    for (Feature feature : features) {
      if (!views.contains(feature.view())) {
        errors.add("features[" + feature.name() + "].view names no view file: " + feature.view());
      }
      if (!names.add(feature.name())) {
        errors.add("features[" + feature.name() + "].name is used twice");
      }
    }
  }

  private static void throwIfAny(List<String> errors) {
    if (!errors.isEmpty()) {
      throw new ModelDefinitionException(errors);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }
}
