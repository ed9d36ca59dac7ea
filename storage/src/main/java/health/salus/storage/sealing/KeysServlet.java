package health.salus.storage.sealing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.interceptors.auth.Callers;
import health.salus.storage.key.KeyAges;
import health.salus.storage.key.KeyStoreTable.KeyCount;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BiPredicate;

/**
 * {@code GET /keys}: how many sealing keys there are and how the last job is doing. {@code POST} to
 * {@code /keys/rotate-kek}, {@code /keys/rotate-patient?patient=ID}, {@code /keys/rotate-index},
 * {@code /keys/reseal} or {@code /keys/verify} starts a job (202), unless one is running (409). For
 * administrators.
 */
public final class KeysServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String MANAGE = "key:manage";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final transient KeyJobs jobs;
  private final transient KeyAges ages;
  private final transient BiPredicate<HttpServletRequest, String> rights;

  public KeysServlet(KeyJobs jobs, KeyAges ages, BiPredicate<HttpServletRequest, String> rights) {
    this.jobs = jobs;
    this.ages = ages;
    this.rights = rights;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!rights.test(request, MANAGE)) {
      error(response, 403, "KEYS_FORBIDDEN", "Only an administrator may manage keys");
    } else if (request.getMethod().equals("GET") && path(request).isEmpty()) {
      write(response, HttpServletResponse.SC_OK);
    } else if (!request.getMethod().equals("POST")) {
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (!String.valueOf(request.getContentType()).startsWith("application/json")) {
      // A page of another origin cannot send this type without asking first (CORS preflight).
      response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
    } else {
      start(request, response);
    }
  }

  private void start(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String patient = String.valueOf(request.getParameter("patient"));
    String by = Callers.name(request);
    boolean started;
    switch (path(request)) {
      case "rotate-kek" -> started = jobs.rotateKeyEncryptionKey(by);
      case "rotate-patient" -> {
        if (!patient.matches("[A-Za-z0-9.-]{1,64}") || patient.equals("null")) {
          error(response, 400, "PATIENT_MISSING", "patient must be the logical id of a Patient");
          return;
        }
        started = jobs.rotatePatient(patient, by);
      }
      case "rotate-index" -> {
        if (!jobs.hasIndexKeys()) {
          error(response, 400, "INDEX_NOT_SEALED", "The search index holds plain values: no key");
          return;
        }
        started = jobs.rotateIndex(by);
      }
      case "reseal" -> started = jobs.reseal(by);
      case "verify" -> started = jobs.verify(by);
      default -> {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
    }
    if (started) {
      write(response, HttpServletResponse.SC_ACCEPTED);
    } else {
      error(response, 409, "JOB_RUNNING", "Another job is running; GET /keys tells how it does");
    }
  }

  private static String path(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  private void write(HttpServletResponse response, int status) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode counts = json.putArray("keys");
    for (KeyCount count : jobs.counts()) {
      counts
          .addObject()
          .put("purpose", count.purpose())
          .put("state", count.state())
          .put("wrappedBy", count.wrappedBy())
          .put("keys", count.keys())
          .put("oldest", count.oldest().toString())
          .put("ageSeconds", ages.ofKey(count).toSeconds());
    }
    ArrayNode versions = json.putArray("keyEncryptionKeys");
    ages.ofVersions()
        .forEach(
            (version, age) ->
                versions.addObject().put("version", version).put("ageSeconds", age.toSeconds()));
    KeyJobs.Report report = jobs.report();
    ObjectNode job = json.putObject("job");
    job.put("name", report.job()).put("state", report.state());
    job.put("looked", report.looked()).put("result", report.result());
    ArrayNode faults = job.putArray("faults");
    report.faults().forEach(faults::add);
    send(response, status, json);
  }

  private static void error(HttpServletResponse response, int status, String code, String text)
      throws IOException {
    send(response, status, MAPPER.createObjectNode().put("error", code).put("message", text));
  }

  private static void send(HttpServletResponse response, int status, ObjectNode json)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(MAPPER.writeValueAsBytes(json));
  }
}
