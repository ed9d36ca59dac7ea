package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same line on real patients: the four hospitals of the UCI heart disease data, mapped by the
 * program under examples/, loaded over REST, a second model trained on Cleveland alone.
 */
class HeartDiseaseIT {
  private static final TestServer SERVER = TestServer.shared();
  private static JsonNode trained;

  @BeforeAll
  static void mapLoadAndTrain() throws Exception {
    Path data = TestServer.home().resolveSibling("shared").resolve("data/heart");
    if (!Files.exists(data)) {
      System.out.println("Skipped: the heart disease data are not beside the project");
    }
    Assumptions.assumeTrue(Files.exists(data), "the heart disease data are not here");
    Path bundles = TestServer.home().resolve("fhir-server/target/heart-disease");
    TestServer.delete(bundles);
    Files.createDirectories(bundles);
    Process mapper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                TestServer.home()
                    .resolve("examples/heart-disease/HeartDiseaseMapper.java")
                    .toString(),
                data.toString(),
                bundles.toString())
            .inheritIO()
            .start();
    assertThat(mapper.waitFor()).isZero();
    SERVER.load(bundles);
    trained = SERVER.train("heart-disease");
    System.out.println(trained.path("heldOutEvaluation"));
  }

  @Test
  void modelIsGoodOnClevelandPatientsItHasNotSeen() {
    JsonNode model = TestServer.json(SERVER.get("/models/heart-disease"));

    assertThat(trained.at("/heldOutEvaluation/auroc").isNumber()).isTrue();
    assertThat(trained.path("trainedOnSyntheticData").asBoolean(true)).isFalse();
    assertThat(model.at("/training/patients").asInt()).isBetween(200, 260);
    assertThat(model.at("/heldOutEvaluation/auroc").asDouble()).isGreaterThan(0.85);
    assertThat(model.at("/heldOutEvaluation/brier").asDouble())
        .isLessThan(model.at("/heldOutEvaluation/prevalenceBaselineBrier").asDouble());
  }

  @Test
  void patientsOfAnotherHospitalGetPredictions() {
    for (String patient : List.of("heart-hungarian-010", "heart-hungarian-200")) {
      String parameters =
          """
          {"resourceType":"Parameters","parameter":[
            {"name":"model","valueString":"heart-disease"},
            {"name":"indexTime","valueDateTime":"1988-07-01T12:00:00Z"}]}""";

      HttpResponse<String> answer = SERVER.post("Patient/" + patient + "/$predict", parameters);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode risk = TestServer.json(answer);
      assertThat(risk.at("/prediction/0/probabilityDecimal").asDouble()).isBetween(0.0, 100.0);
      assertThat(risk.at("/prediction/0/outcome/coding/0/code").asText()).isEqualTo("53741008");
    }
  }
}
