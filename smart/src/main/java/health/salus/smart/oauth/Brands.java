package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Transactions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The user-access brand bundle of this one server: one brand, one endpoint. The time of its last
 * change is in the database, so that all nodes answer the same.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/brands.html">User-access Brands</a>
 */
public final class Brands implements ProgramServlet.Handler {
  private static final String PROFILES =
      "http://hl7.org/fhir/smart-app-launch/StructureDefinition/user-access-";
  private static final String VERSION_EXTENSION =
      "http://hl7.org/fhir/StructureDefinition/endpoint-fhir-version";

  private final BrandSettings settings;
  private final Transactions transactions;
  private final Urls urls;
  private final Clock clock;

  public Brands(BrandSettings settings, Transactions transactions, Urls urls, Clock clock) {
    this.settings = settings;
    this.transactions = transactions;
    this.urls = urls;
    this.clock = clock;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ObjectNode bundle = bundle();
    String hash = Secrets.fingerprint(bundle.toString());
    String changed = changed(hash).toString();
    bundle.put("timestamp", changed);
    bundle
        .path("entry")
        .forEach(entry -> ((ObjectNode) entry.at("/resource/meta")).put("lastUpdated", changed));
    String tag = "W/\"" + hash + "\"";
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", "public, max-age=300");
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    JsonAnswer.write(response, HttpServletResponse.SC_OK, bundle);
  }

  private Instant changed(String hash) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return transactions.run(
        sql -> {
          sql.update(
              "INSERT INTO salus.smart_document (name, sha256, changed) VALUES ('brands', ?, ?)"
                  + " ON CONFLICT (name) DO UPDATE SET sha256 = EXCLUDED.sha256,"
                  + " changed = EXCLUDED.changed"
                  + " WHERE smart_document.sha256 <> EXCLUDED.sha256",
              hash,
              now);
          return sql.first(
                  "SELECT changed FROM salus.smart_document WHERE name = 'brands'",
                  row -> row.getTimestamp(1).toInstant())
              .orElse(now);
        });
  }

  private ObjectNode bundle() {
    ObjectNode bundle = JsonAnswer.object();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "collection");
    add(bundle, "Organization/brand", organization());
    add(bundle, "Endpoint/fhir", endpoint());
    return bundle;
  }

  private void add(ObjectNode bundle, String path, ObjectNode resource) {
    ObjectNode entry = bundle.withArray("/entry").addObject();
    entry.put("fullUrl", urls.at("/oauth/brands/" + path));
    entry.set("resource", resource);
  }

  private ObjectNode organization() {
    ObjectNode json = resource("Organization", "brand");
    json.put("active", true);
    json.put("name", settings.name());
    json.withArray("/identifier")
        .addObject()
        .put("system", BrandSettings.URL_SYSTEM)
        .put("value", settings.website());
    json.withArray("/telecom").addObject().put("system", "url").put("value", settings.website());
    if (!settings.city().isBlank() || !settings.state().isBlank()) {
      ObjectNode address = json.withArray("/address").addObject();
      putUnlessBlank(address, "city", settings.city());
      putUnlessBlank(address, "state", settings.state());
    }
    json.withArray("/endpoint").addObject().put("reference", "Endpoint/fhir");
    return json;
  }

  /** Adds a text unless it is blank, because FHIR has no empty texts. */
  private static void putUnlessBlank(ObjectNode json, String name, String text) {
    if (!text.isBlank()) {
      json.put(name, text);
    }
  }

  private ObjectNode endpoint() {
    ObjectNode json = resource("Endpoint", "fhir");
    json.withArray("/extension")
        .addObject()
        .put("url", VERSION_EXTENSION)
        .put("valueCode", "4.0.1");
    json.put("status", "active");
    json.putObject("connectionType")
        .put("system", "http://terminology.hl7.org/CodeSystem/endpoint-connection-type")
        .put("code", "hl7-fhir-rest");
    json.put("name", settings.name());
    json.putObject("managingOrganization").put("reference", "Organization/brand");
    json.withArray("/contact").addObject().put("system", "url").put("value", settings.website());
    json.withArray("/payloadType")
        .addObject()
        .withArray("/coding")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/endpoint-payload-type")
        .put("code", "none");
    json.put("address", urls.fhirBase());
    return json;
  }

  private static ObjectNode resource(String type, String id) {
    ObjectNode json = JsonAnswer.object();
    json.put("resourceType", type);
    json.put("id", id);
    String profile = type.equals("Organization") ? "brand" : "endpoint";
    json.putObject("meta").putArray("profile").add(PROFILES + profile);
    return json;
  }
}
