package health.salus.server.models;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.ml.model.Evaluation;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.TrainedModel;
import health.salus.ml.model.TrainingFailedException;
import health.salus.ml.model.TrainingProvenance;
import health.salus.ml.predict.ModelCatalog;
import health.salus.ml.predict.Predictor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * {@code GET /models} and {@code /models/[name]}: what each model predicts, what it was trained on,
 * how well it does. {@code POST /models/[name]/train}: trains it on the records stored here.
 */
public final class ModelsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The right to train models, which reads every record. */
  private static final String TRAIN = "model:train";

  private static final JsonMapper MAPPER = new JsonMapper();

  private final transient ModelCatalog catalog;
  private final transient ModelTraining training;
  private final transient BiPredicate<HttpServletRequest, String> rights;

  /**
   * The catalogue of one server.
   *
   * @param rights whether a request carries a right
   */
  public ModelsServlet(
      ModelCatalog catalog,
      ModelTraining training,
      BiPredicate<HttpServletRequest, String> rights) {
    this.catalog = catalog;
    this.training = training;
    this.rights = rights;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = String.valueOf(request.getPathInfo());
    if (path.equals("null") || path.equals("/")) {
      ObjectNode page = MAPPER.createObjectNode();
      ArrayNode models = page.putArray("models");
      catalog
          .names()
          .forEach(name -> catalog.definition(name).map(this::json).ifPresent(models::add));
      write(response, HttpServletResponse.SC_OK, page);
      return;
    }
    Optional<ModelDefinition> definition = catalog.definition(path.substring(1));
    if (definition.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    write(response, HttpServletResponse.SC_OK, json(definition.get()));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!rights.test(request, TRAIN)) {
      ObjectNode refusal = MAPPER.createObjectNode();
      refusal.put("error", "TRAINING_FORBIDDEN");
      refusal.put("message", "Training reads every record; only an administrator may start it");
      write(response, HttpServletResponse.SC_FORBIDDEN, refusal);
      return;
    }
    String path = String.valueOf(request.getPathInfo());
    Optional<ModelDefinition> definition =
        path.endsWith("/train")
            ? catalog.definition(path.substring(1, path.length() - "/train".length()))
            : Optional.empty();
    if (definition.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    // A page of another origin cannot send this type without asking first (CORS preflight).
    if (!String.valueOf(request.getContentType()).startsWith("application/json")) {
      response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
      return;
    }
    try {
      training.train(definition.get());
      write(response, HttpServletResponse.SC_OK, json(definition.get()));
    } catch (TrainingFailedException e) {
      ObjectNode refusal = MAPPER.createObjectNode();
      refusal.put("error", "TRAINING_FAILED").put("message", e.getMessage());
      write(response, 422, refusal);
    }
  }

  private ObjectNode json(ModelDefinition definition) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", definition.identity().name());
    json.put("title", definition.identity().title());
    json.put("url", definition.identity().url());
    json.put("version", definition.identity().version());
    json.put("outcome", definition.outcome().display());
    json.put("horizon", definition.outcome().horizon().toString());
    json.put("intendedUse", definition.use().intended());
    json.put("trainedOnSyntheticData", definition.use().syntheticData());
    ArrayNode cautions = json.putArray("cautions");
    definition.use().cautions().forEach(cautions::add);
    ArrayNode features = json.putArray("features");
    definition.features().features().forEach(feature -> features.add(feature.display()));
    Optional<Predictor> predictor = catalog.predictor(definition);
    json.put("trained", predictor.isPresent());
    predictor.ifPresent(trained -> trained(json, trained.trained()));
    return json;
  }

  private static void trained(ObjectNode json, TrainedModel model) {
    TrainingProvenance provenance = model.provenance();
    ObjectNode training = json.putObject("training");
    training.put("trainer", provenance.trainer());
    training.put("time", provenance.trained());
    training.put("data", provenance.data());
    training.put("patients", provenance.patients());
    training.put("rows", provenance.rows());
    training.put("positives", provenance.positives());
    Evaluation held = model.evaluation();
    ObjectNode evaluation = json.putObject("heldOutEvaluation");
    evaluation.put("patients", held.patients());
    evaluation.put("rows", held.rows());
    evaluation.put("positives", held.positives());
    evaluation.put("prevalence", rounded(held.prevalence()));
    evaluation.put("auroc", rounded(held.auroc()));
    evaluation.put("brier", rounded(held.brier()));
    evaluation.put("prevalenceBaselineBrier", rounded(held.prevalenceBrier()));
    evaluation.put("expectedCalibrationError", rounded(held.calibrationError()));
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static void write(HttpServletResponse response, int status, ObjectNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response
        .getOutputStream()
        .write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(body));
  }
}
