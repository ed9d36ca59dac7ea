package health.salus.ml.model;

import java.util.Optional;

/** Where trained models are kept. Implementations are thread-safe; a saved model never changes. */
public interface ModelStore {
  void save(StoredModel model);

  /** The one saved last under this name. */
  Optional<StoredModel> latest(String name);
}
