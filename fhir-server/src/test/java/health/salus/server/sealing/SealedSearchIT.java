package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.Application;
import health.salus.server.MigratedDatabase;
import health.salus.server.TestServer;
import health.salus.server.config.ServerConfig;
import health.salus.storage.sealing.EncryptionConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same data with a sealed search index and with a plain one: the same answers. */
class SealedSearchIT {
  static final List<String> TABLES =
      List.of(
          "hfj_spidx_string",
          "hfj_spidx_token",
          "hfj_spidx_date",
          "hfj_spidx_uri",
          "hfj_spidx_number",
          "hfj_spidx_quantity",
          "hfj_spidx_quantity_nrml",
          "hfj_spidx_coords",
          "hfj_idx_cmp_string_uniq",
          "hfj_idx_cmb_tok_nu",
          "hfj_res_search_url");

  @TempDir private static Path sealedFolder;
  @TempDir private static Path plainFolder;
  private static final SearchData DATA = new SearchData();
  private static TestServer sealed;
  private static TestServer plain;

  @BeforeAll
  static void start() {
    sealed = TestServer.separate(sealedFolder);
    MigratedDatabase.copyTo(plainFolder);
    ServerConfig config = TestServer.config(plainFolder);
    EncryptionConfig encryption = config.encryption();
    plain =
        TestServer.start(
            new Application(),
            config.withEncryption(encryption.with(encryption.search().with(false))),
            plainFolder);
    String bundle = DATA.bundle();
    for (TestServer server : List.of(sealed, plain)) {
      HttpResponse<String> stored = server.post("", bundle);
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    sealed.close();
    plain.close();
  }

  @Test
  void searchesAnswerAsOnAPlainIndex() {
    List<String> wrong = new ArrayList<>();
    int found = 0;
    for (String search : DATA.searches()) {
      String expected = answer(plain, search);
      String actual = answer(sealed, search);
      if (!expected.equals(actual)) {
        wrong.add("%s%n  plain  %s%n  sealed %s".formatted(search, expected, actual));
      }
      found += expected.contains("/") ? 1 : 0;
    }

    assertThat(SearchData.joined(wrong)).isEmpty();
    assertThat(found).as("searches that find something").isGreaterThan(400);
  }

  @Test
  void whatTokensCannotAnswerIsRefused() {
    for (String search : SearchData.refused()) {
      HttpResponse<String> answer = sealed.get(search);

      assertThat(answer.statusCode()).as("%s: %s", search, answer.body()).isEqualTo(400);
      assertThat(answer.body()).as(search).contains("SEALED_PARAMETER").contains("stored sealed");
    }
  }

  @Test
  void tablesHoldNoProtectedValue() throws SQLException {
    List<String> values = new ArrayList<>(DATA.secrets);
    values.addAll(DATA.days());
    DATA.days().forEach(day -> values.add(day.replace("-", "")));

    List<String> inPlain = values.stream().filter(value -> occurs(plain, value)).toList();
    List<String> inSealed = values.stream().filter(value -> occurs(sealed, value)).toList();

    assertThat(inSealed).isEmpty();
    assertThat(inPlain.size()).as("what the scan finds").isGreaterThan(values.size() / 2);
    assertThat(codesOf("Condition", plain)).contains("code-0", "code-1", "code-2");
    assertThat(labelledCodes(sealed)).isNotEmpty().noneMatch(code -> code.startsWith("code-"));
  }

  /** Ids in the order of the answer, or the status of a refusal. */
  private static String answer(TestServer server, String search) {
    HttpResponse<String> response = server.get(search + "&_sort=_id&_count=200&_total=accurate");
    if (response.statusCode() != 200) {
      return "status " + response.statusCode();
    }
    JsonNode bundle = TestServer.json(response);
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.get("resource");
      ids.add(resource.get("resourceType").asText() + "/" + resource.get("id").asText());
    }
    return bundle.path("total").asText() + " " + ids;
  }

  private static boolean occurs(TestServer server, String value) {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet found =
            statement.executeQuery(
                "SELECT 1 FROM %s t WHERE t::text ILIKE '%%%s%%' LIMIT 1"
                    .formatted(table, value.replace("'", "''")))) {
          if (found.next()) {
            return true;
          }
        }
      }
      return false;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> codesOf(String type, TestServer server) throws SQLException {
    return texts(
        server,
        "SELECT t.sp_value FROM hfj_spidx_token t JOIN hfj_resource r USING (res_id) WHERE r.res_type = '"
            + type
            + "'");
  }

  private static List<String> labelledCodes(TestServer server) throws SQLException {
    return texts(
        server,
        "SELECT t.sp_value FROM hfj_spidx_token t JOIN hfj_res_tag g USING (res_id)"
            + " JOIN hfj_tag_def d USING (tag_id) WHERE d.tag_code = 'PSY'");
  }

  private static List<String> texts(TestServer server, String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      TreeSet<String> texts = new TreeSet<>();
      while (row.next()) {
        texts.add(String.valueOf(row.getString(1)));
      }
      return List.copyOf(texts);
    }
  }
}
