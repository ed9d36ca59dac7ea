package health.salus.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.benchmarks.Workload.Against;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as a Markdown table and as JSON. */
final class Report {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String CPU_HEAD =
      """
      | CPU a request | server ms: Salus | %1$s | ratio (least – most) | without JIT | PostgreSQL ms: Salus | %1$s | JIT: Salus | %1$s |
      |---|---|---|---|---|---|---|---|---|
      """;
  private static final String CLIENT_HEAD =
      """
      | at the client | p50 / p95 / p99 ms: Salus | %1$s | a second: Salus | %1$s |
      |---|---|---|---|---|
      """;

  private static final String DOOR_HEAD =
      """
      | the door | server ms: with a token | without, anonymous allowed | ratio (least – most) | without JIT | PostgreSQL ms: with | without |
      |---|---|---|---|---|---|---|
      """;

  private static final String CONSENT_HEAD =
      """
      | consent, 1,000 patients with 3 | server ms: a clinician | an exempt office | ratio (least – most) | without JIT | PostgreSQL ms: clinician | exempt |
      |---|---|---|---|---|---|---|
      """;

  private Report() {}

  /**
   * Three tables: what the servers used, what the client saw, and what the door and consent cost.
   *
   * @param other what Salus is measured against
   */
  static String tables(List<Row> all, String other) {
    List<Row> rows =
        all.stream()
            .filter(row -> row.against() == Against.STOCK || row.against() == Against.NOTHING)
            .toList();
    StringBuilder tables = new StringBuilder(CPU_HEAD.formatted(other));
    for (Row row : rows) {
      Measurement salus = row.salus();
      @Nullable Measurement stock = row.stock();
      line(
          tables,
          row.workload(),
          number(salus.cpuMs()),
          stock == null ? "" : number(stock.cpuMs()),
          ratio(row.ratio()),
          row.ratio() == null ? "" : number(row.ratio().withoutJit()),
          number(salus.dbCpuMs()),
          stock == null ? "" : number(stock.dbCpuMs()),
          percent(salus.jitShare()),
          stock == null ? "" : percent(stock.jitShare()));
    }
    tables.append('\n').append(CLIENT_HEAD.formatted(other));
    for (Row row : rows) {
      Measurement salus = row.salus();
      @Nullable Measurement stock = row.stock();
      line(
          tables,
          row.workload(),
          latencies(salus),
          stock == null ? "" : latencies(stock),
          number(salus.perSecond()),
          stock == null ? "" : number(stock.perSecond()));
    }
    against(all, Against.OPEN_DOOR, DOOR_HEAD, tables);
    against(all, Against.EXEMPT, CONSENT_HEAD, tables);
    return tables.toString();
  }

  private static void against(List<Row> all, Against other, String head, StringBuilder tables) {
    List<Row> rows = all.stream().filter(row -> row.against() == other).toList();
    if (rows.isEmpty()) {
      return;
    }
    tables.append('\n').append(head);
    for (Row row : rows) {
      @Nullable Measurement without = row.stock();
      line(
          tables,
          row.workload(),
          number(row.salus().cpuMs()),
          without == null ? "" : number(without.cpuMs()),
          ratio(row.ratio()),
          row.ratio() == null ? "" : number(row.ratio().withoutJit()),
          number(row.salus().dbCpuMs()),
          without == null ? "" : number(without.dbCpuMs()));
    }
  }

  /** One line about one round. */
  static String line(String server, Measurement measured) {
    return "%-6s CPU %s ms, PostgreSQL %s ms, %s ms, %s/s, JIT %s"
        .formatted(
            server,
            number(measured.cpuMs()),
            number(measured.dbCpuMs()),
            latencies(measured),
            number(measured.perSecond()),
            percent(measured.jitShare()));
  }

  static void write(List<Row> rows, Path file) throws IOException {
    ArrayNode array = MAPPER.createArrayNode();
    for (Row row : rows) {
      ObjectNode json = array.addObject();
      json.put("workload", row.workload());
      json.put("description", row.description());
      json.set("salus", MAPPER.valueToTree(row.salus()));
      json.set("stock", MAPPER.valueToTree(row.stock()));
      Row.@Nullable Ratio ratio = row.ratio();
      if (ratio == null) {
        json.putNull("ratio");
        continue;
      }
      json.put("ratio", ratio.median());
      json.put("ratioLeast", ratio.least());
      json.put("ratioMost", ratio.most());
      json.put("ratioWithoutJit", ratio.withoutJit());
    }
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), array);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  private static void line(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String latencies(Measurement measured) {
    return "%s / %s / %s"
        .formatted(number(measured.p50Ms()), number(measured.p95Ms()), number(measured.p99Ms()));
  }

  private static String ratio(Row.@Nullable Ratio ratio) {
    return ratio == null
        ? ""
        : String.format(
            Locale.ROOT, "**%.2f** (%.2f – %.2f)", ratio.median(), ratio.least(), ratio.most());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
