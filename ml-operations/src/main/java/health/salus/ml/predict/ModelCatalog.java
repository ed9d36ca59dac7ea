package health.salus.ml.predict;

import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelFormat;
import health.salus.ml.model.ModelStore;
import health.salus.ml.model.StoredModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The defined models and the predictors of those that are trained. Thread-safe. */
public final class ModelCatalog {
  private final List<ModelDefinition> definitions;
  private final ModelStore store;
  private final ModelFormat format = new ModelFormat();
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  private record Loaded(String sha256, Predictor predictor) {}

  public ModelCatalog(List<ModelDefinition> definitions, ModelStore store) {
    this.definitions = List.copyOf(definitions);
    this.store = store;
  }

  public List<String> names() {
    return definitions.stream().map(definition -> definition.identity().name()).toList();
  }

  /** By name, by canonical url, or by either with {@code |version}. */
  public Optional<ModelDefinition> definition(String model) {
    return definitions.stream().filter(definition -> isNamed(definition, model)).findFirst();
  }

  private static boolean isNamed(ModelDefinition definition, String model) {
    var identity = definition.identity();
    return model.equals(identity.name())
        || model.equals(identity.url())
        || model.equals(identity.canonical())
        || model.equals(identity.name() + "|" + identity.version());
  }

  /** The newest trained model of the definition; empty if there is none. */
  public Optional<Predictor> predictor(ModelDefinition definition) {
    String name = definition.identity().name();
    return store
        .latest(name)
        .map(
            stored ->
                loaded
                    .compute(name, (key, known) -> current(definition, stored, known))
                    .predictor());
  }

  private Loaded current(ModelDefinition definition, StoredModel stored, @Nullable Loaded known) {
    if (known != null && known.sha256().equals(stored.sha256())) {
      return known;
    }
    return new Loaded(stored.sha256(), new Predictor(definition, format.read(stored.bytes())));
  }
}
