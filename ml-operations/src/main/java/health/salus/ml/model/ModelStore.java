package health.salus.ml.model;

import java.util.Optional;

/** The store of trained models. Implementations are thread-safe; a saved model never changes. */
public interface ModelStore {
  void save(StoredModel model);

  /** The model saved last under this name. */
  Optional<StoredModel> latest(String name);
}
