package health.salus.storage.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.DateUtils;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * Answers plain JSON requests from the stored texts, after every hook has had its say. What needs
 * objects (XML, {@code _elements}, {@code _summary}, a Binary's own content) is left to HAPI.
 */
@Interceptor
public final class StoredBodyResponse {
  private static final JsonFactory JSON = new JsonFactory();

  private final BodyWriter bodies;
  private final BundleWriter bundles;

  public StoredBodyResponse(FhirContext fhirContext) {
    this.bodies = new BodyWriter(fhirContext);
    this.bundles = new BundleWriter(bodies);
  }

  /**
   * Writes the answer if it can. Runs last: no hook may change the response after this one.
   *
   * @return false if the answer is written
   */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = Integer.MAX_VALUE)
  public boolean write(ServletRequestDetails request, ResponseDetails response) throws IOException {
    if (!(response.getResponseResource() instanceof Resource resource)
        || !(ofServer(resource) || hasText(resource))
        || !plainJson(request)) {
      return true;
    }
    HttpServletResponse http = request.getServletResponse();
    headers(request, response.getResponseCode(), resource, http);
    boolean gzip = request.isRespondGzip();
    if (gzip) {
      http.setHeader("Content-Encoding", "gzip");
    }
    try (OutputStream out =
        gzip ? new GZIPOutputStream(http.getOutputStream()) : http.getOutputStream()) {
      if (RestfulServerUtils.prettyPrintResponse(request.getServer(), request)) {
        ByteArrayOutputStream compact = new ByteArrayOutputStream();
        write(resource, compact);
        out.write(StoredBody.pretty(compact.toByteArray()));
      } else {
        write(resource, out);
      }
    }
    return false;
  }

  private void write(Resource resource, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      if (resource instanceof Bundle bundle && ofServer(resource)) {
        bundles.write(bundle, json);
      } else {
        bodies.write(resource, json);
      }
    }
  }

  private static boolean hasText(Resource resource) {
    return !(resource instanceof Binary) && StoredBody.of(resource).isPresent();
  }

  /** A bundle that the server made, not one that it stores, and only with what the writer knows. */
  private static boolean ofServer(Resource resource) {
    return resource instanceof Bundle bundle
        && StoredBody.of(bundle).isEmpty()
        && bundle.hasType()
        && !bundle.hasSignature()
        && !bundle.hasIdentifier()
        && bundle.getEntry().stream()
            .anyMatch(
                entry -> entry.hasResource() && StoredBody.of(entry.getResource()).isPresent());
  }

  private static boolean plainJson(RequestDetails request) {
    if (request.getParameters().containsKey("_summary")
        || request.getParameters().containsKey("_elements")
        || request.getParameters().containsKey("_elements:exclude")) {
      return false;
    }
    RestfulServerUtils.ResponseEncoding encoding =
        RestfulServerUtils.determineResponseEncodingNoDefault(request, EncodingEnum.JSON);
    return encoding == null || encoding.getEncoding() == EncodingEnum.JSON;
  }

  private static void headers(
      RequestDetails request, int status, Resource resource, HttpServletResponse http) {
    http.setStatus(status);
    http.setContentType("application/fhir+json");
    http.setCharacterEncoding("UTF-8");
    RestOperationTypeEnum type = request.getRestOperationType();
    boolean instance =
        type == RestOperationTypeEnum.READ
            || type == RestOperationTypeEnum.VREAD
            || type == RestOperationTypeEnum.CREATE
            || type == RestOperationTypeEnum.UPDATE
            || type == RestOperationTypeEnum.PATCH;
    if (!instance) {
      if (resource.getMeta().hasLastUpdated()) {
        lastModified(resource, http);
      }
      return;
    }
    IIdType id =
        resource.getIdElement().withServerBase(request.getFhirServerBase(), resource.fhirType());
    if (resource.getMeta().hasVersionId()) {
      http.setHeader("ETag", "W/\"" + resource.getMeta().getVersionId() + "\"");
      id = id.withVersion(resource.getMeta().getVersionId());
    }
    http.setHeader("Content-Location", id.getValue());
    if (status == HttpServletResponse.SC_CREATED || type == RestOperationTypeEnum.CREATE) {
      http.setHeader("Location", id.getValue());
    }
    if (resource.getMeta().hasLastUpdated()) {
      lastModified(resource, http);
    }
  }

  private static void lastModified(Resource resource, HttpServletResponse http) {
    http.setHeader("Last-Modified", DateUtils.formatDate(resource.getMeta().getLastUpdated()));
  }
}
